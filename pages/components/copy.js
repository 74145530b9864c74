// Buttons that put an answer, or a link that asks its question again, on the clipboard.
export default function ({ data, parentElement }) {
  const drawn = JSON.stringify(data);
  const before = parentElement.querySelector(".copies");
  if (before?.drawn === drawn) return;
  before?.remove();
  const root = make("div", "copies");
  const told = make("span", "told");
  told.setAttribute("role", "status");
  root.append(
    makeCopy("", "Copy", "Copy the answer with its references", () => data.copy, told, "Answer copied"),
    makeCopy("", "Copy link", "Copy a link that asks this question again", () => `${location.origin}${location.pathname}?${data.link}`, told, "Link copied"),
    told,
  );
  parentElement.append(root);
  root.drawn = drawn;
}
