// Draws a document with a quote marked in it.
const FLAGGED = "Flagged as wrong, thank you";

export default function ({ data, parentElement, setTriggerValue }) {
  const before = parentElement.querySelector(".source");
  const drawn = JSON.stringify(data);
  if (before?.drawn === drawn) return before.leave;
  // Closing the document gives the keyboard back to what opened it.
  const opener = before ? before.opener : document.activeElement;
  // Where more is shown of the same passage's document, what was read stays in its place.
  const body = before?.passage === data.passage && before.querySelector(".body");
  const read = body && { top: body.scrollTop, height: body.scrollHeight, asked: before.asked };
  before?.remove();
  const root = make("div", "source");
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", data.heading);
  const header = make("header");
  const top = make("div", "top");
  const addButton = (sign, label, act) => {
    const button = make("button", "round", sign);
    button.type = "button";
    button.title = label;
    button.setAttribute("aria-label", label);
    button.onclick = act;
    top.append(button);
  };
  const place = make("span", "place", data.heading);
  if (data.file) { place.append(make("span", "file", ` · ${data.file.split("/").pop()}`)); place.title = data.file; }
  top.append(place);
  if (data.previous) addButton("‹", "Previous source", () => setTriggerValue("step", data.previous));
  if (data.next) addButton("›", "Next source", () => setTriggerValue("step", data.next));
  addButton("×", "Close the document", () => setTriggerValue("close", true));
  header.append(top, make("h2", "", data.title), makeLine("line", data.line));
  if (data.caution) header.append(make("div", "caution", data.caution));
  // Before what may be long: in a low window the header scrolls.
  const tools = make("div", "tools");
  const told = make("span", "told", data.flagged ? FLAGGED : "");
  told.setAttribute("role", "status");
  if (data.copy) tools.append(makeCopy("tool", "Copy as citation", "Copy the quote with its reference", () => data.copy, told, "Citation copied", told.textContent));
  if (data.flaggable && !data.flagged) {
    const flag = make("button", "tool", "Flag as wrong");
    flag.type = "button";
    flag.onclick = () => setTriggerValue("flag", true);
    tools.append(flag);
  }
  tools.append(told);
  if (tools.children.length > 1 || data.flagged) header.append(tools);
  if (data.status) header.append(make("div", "line", data.status));
  if (data.sources.length) {
    const list = make("ul", "from");
    list.append(...data.sources.map((source) => {
      const item = make("li", "", source.link ? `${source.label} ` : source.label);
      if (source.link) {
        const link = make("a", "", source.shown);
        link.href = source.link;
        link.target = "_blank";
        link.rel = "noopener noreferrer";
        item.append(link);
      }
      return item;
    }));
    header.append(list);
  }

  const text = make("div", "body");
  text.tabIndex = 0;
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", "Text of the document");
  if (data.notice) text.append(make("p", "gap", data.notice));
  if (data.part) text.append(make("p", "gap", data.part));
  const addMore = (side) => {
    const more = make("button", "tool", data[side]);
    more.type = "button";
    more.onclick = () => { root.asked = side; setTriggerValue("more", side); };
    text.append(more);
  };
  if (data.picture) {
    const picture = make("img", "page");
    picture.src = data.picture;
    picture.alt = data.picture_label;
    text.append(make("p", "line", data.picture_label), picture);
  }
  if (data.before) addMore("before");
  for (const block of data.blocks) {
    const paragraph = make("p", `block ${block.kind}`);
    if (block.kind === "heading") { paragraph.setAttribute("role", "heading"); paragraph.setAttribute("aria-level", "3"); }
    if (block.label) paragraph.append(make("span", "label", block.label));
    paragraph.append(...block.pieces.map(([kind, words]) => kind === "plain" ? words : make("mark", kind, words)));
    text.append(paragraph);
  }
  if (data.after) addMore("after");
  root.append(header, text);
  parentElement.append(root);
  root.drawn = drawn;
  root.passage = data.passage;
  root.opener = opener;
  // Only what the document held: where the keyboard is elsewhere by now, it stays. A cell would be chosen anew by it.
  root.leave = () => {
    const focused = document.activeElement;
    if (focused === document.body || focused === (parentElement.host ?? parentElement))
      (opener?.closest("canvas") ?? opener)?.focus({ preventScroll: true });
  };
  root.classList.toggle("dark", isDark(root));
  root.onkeydown = (event) => {
    if (event.key === "Escape") setTriggerValue("close", true);
    if (event.key === "ArrowLeft" && data.previous) setTriggerValue("step", data.previous);
    if (event.key === "ArrowRight" && data.next) setTriggerValue("step", data.next);
  };

  const hit = data.picture ? text.querySelector("img") : text.querySelector("mark.quoted");
  if (read) requestAnimationFrame(() => {
    text.scrollTop = read.top + (read.asked === "before" ? text.scrollHeight - read.height : 0);
  });
  else if (hit) requestAnimationFrame(() => {
    const offset = hit.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += offset - text.clientHeight / 3;
  });
  if (data.takes_keyboard || read?.asked) text.focus({ preventScroll: true });
  return root.leave;
}
