// Draws one answer: statements with numbered marks. Every word arrives as data and is set as text, never as markup.
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const before = parentElement.querySelector(".answer");
  const drawn = JSON.stringify(data);
  if (before?.drawn === drawn) return before.leave;
  const focused = before?.contains(parentElement.activeElement) ? parentElement.activeElement.textContent : null;
  before?.leave();
  before?.remove();
  const root = make("div", data.refused ? "answer refusal" : "answer");
  const peek = make("div", "peek");
  peek.hidden = true;
  peek.setAttribute("role", "tooltip");

  const showPeek = (button, citation) => {
    peek.replaceChildren(make("q", "", citation.quote), make("div", "from", citation.title), make("div", "", citation.line));
    if (citation.caution) peek.append(make("div", "caution", citation.caution));
    peek.hidden = false;
    const place = button.getBoundingClientRect();
    const size = peek.getBoundingClientRect();
    const below = place.bottom + 6 + size.height < window.innerHeight;
    peek.style.left = `${Math.max(8, Math.min(place.left, window.innerWidth - size.width - 8))}px`;
    peek.style.top = `${below ? place.bottom + 6 : Math.max(8, place.top - size.height - 6)}px`;
  };
  const hidePeek = () => { peek.hidden = true; };

  const drawMark = (number) => {
    const citation = data.citations[number];
    const button = make("button", citation.caution ? "mark caution" : "mark", String(number));
    button.type = "button";
    button.setAttribute("aria-label", `Source ${number}: ${citation.title}${citation.caution ? `. ${citation.caution}` : ""}`);
    button.setAttribute("aria-expanded", String(data.opened === number));
    button.onclick = () => { hidePeek(); setTriggerValue("open", number); };
    button.onmouseenter = button.onfocus = () => showPeek(button, citation);
    button.onmouseleave = button.onblur = hidePeek;
    button.onkeydown = (event) => { if (event.key === "Escape") hidePeek(); };
    return button;
  };
  const fillStatement = (element, statement) => {
    const words = make("span", statement.support === "partly" ? "partly" : "", statement.text);
    if (statement.support === "partly") words.title = "Only partly supported by its source";
    element.append(words, " ", ...statement.marks.map(drawMark));
    return element;
  };
  const drawGroup = (group) => {
    const section = make("section");
    if (group.name) section.append(make("h4", "", group.name));
    if (data.shape === "prose" || group.name) {
      const paragraph = make("p");
      group.statements.forEach((statement, i) => { if (i) paragraph.append(" "); fillStatement(paragraph, statement); });
      section.append(paragraph);
    } else {
      const list = make("ul");
      list.append(...group.statements.map((statement) => fillStatement(make("li"), statement)));
      section.append(list);
    }
    return section;
  };

  if (data.refused) root.append(make("p", "verdict", data.text));
  const body = make("div", data.shape === "comparison" && data.groups.length > 1 ? "side-by-side" : "");
  body.append(...data.groups.map(drawGroup));
  root.append(body);

  const tools = make("div", "tools");
  const done = make("span", "done");
  done.setAttribute("role", "status");
  const addTool = (label, text, said) => {
    const button = make("button", "tool", label);
    button.type = "button";
    button.onclick = async () => {
      await navigator.clipboard.writeText(text());
      done.textContent = said;
      setTimeout(() => { done.textContent = ""; }, 2500);
    };
    tools.append(button);
  };
  addTool("Copy answer", () => data.copy, "Answer copied");
  addTool("Copy link to question", () => `${location.origin}${location.pathname}?${data.link}`, "Link copied");
  tools.append(done);
  root.append(tools, peek);
  parentElement.append(root);
  window.addEventListener("scroll", hidePeek, true);
  root.drawn = drawn;
  root.opened = data.opened;
  root.leave = () => window.removeEventListener("scroll", hidePeek, true);
  // Closing the document gives the keyboard back to the mark that opened it.
  const wanted = before?.opened && !data.opened ? String(before.opened) : focused;
  const mark = wanted && [...root.querySelectorAll("button")].find((button) => button.textContent === wanted);
  if (mark) { mark.focus({ preventScroll: true }); hidePeek(); }
  return root.leave;
}
