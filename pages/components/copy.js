// Buttons that put an answer, or a link that asks its question again, on the clipboard.
export default function ({ data, parentElement }) {
  const drawn = JSON.stringify(data);
  const before = parentElement.querySelector(".copies");
  if (before?.drawn === drawn) return;
  before?.remove();
  const root = document.createElement("div");
  root.className = "copies";
  const done = document.createElement("span");
  done.className = "done";
  done.setAttribute("role", "status");
  const addCopy = (label, text, said) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.onclick = async () => {
      await navigator.clipboard.writeText(text());
      done.textContent = said;
      setTimeout(() => { done.textContent = ""; }, 2500);
    };
    root.append(button);
  };
  addCopy("Copy", () => data.copy, "Answer copied");
  addCopy("Link", () => `${location.origin}${location.pathname}?${data.link}`, "Link copied");
  root.append(done);
  parentElement.append(root);
  root.drawn = drawn;
}
