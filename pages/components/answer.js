// Draws one answer: statements with numbered marks and the documents behind them, or what was searched in vain.
const SHOWN_SOURCES = 4;
const openedIn = (answer) => answer.querySelector('[aria-expanded="true"]');
const scrollPage = (pixels) => document.querySelector('[data-testid="stMain"]')?.scrollBy(0, pixels);

const wasOpen = (before) => Boolean(before?.querySelector("details")?.open);

// What was searched in vain, and what came nearest; `open` opens one of these, numbered -1, -2, ...
const drawRefusal = (data, before, open) => {
  const card = make("div", "card");
  card.append(make("p", "verdict", data.text));
  const lines = make("dl");
  for (const [label, words] of data.receipt) lines.append(make("dt", "", label), make("dd", "", words));
  card.append(lines);
  if (!data.nearest.length) return card;
  const details = make("details");
  const shared = data.nearest.some((passage) => passage.pieces.some(([kind]) => kind === "asked"));
  details.append(make("summary", "", shared ? "What came nearest, without answering" : "What came nearest, without one word of the question"));
  data.nearest.forEach((passage, i) => {
    const block = make("div", "nearest");
    const button = make("button");
    button.type = "button";
    button.append(makeLine("", passage.line));
    button.setAttribute("aria-expanded", String(data.opened === -1 - i));
    button.onclick = () => open(button, -1 - i);
    const said = make("p", "said");
    said.append(...passage.pieces.map(([kind, words]) => kind === "plain" ? words : make("strong", kind, words)));
    block.append(said, button);
    details.append(block);
  });
  details.open = wasOpen(before);
  card.append(details);
  return card;
};

// Who said it and when, a line a document; many are told in one line, and opened.
const drawSources = (data, before, open) => {
  const list = make("ul", "documents");
  list.append(...data.sources.map((source) => {
    const item = make("li");
    const title = make("button", "title", source.title);
    title.type = "button";
    title.onclick = () => open(source.first);
    const told = make("div");
    told.append(title, makeLine("line", source.line));
    if (source.caution) told.append(make("div", "caution", source.caution));
    item.append(make("span", "numbers", source.numbers), told);
    return item;
  }));
  if (data.sources.length <= SHOWN_SOURCES) return list;
  const details = make("details", "sources");
  details.append(make("summary", "", data.span), list);
  details.open = wasOpen(before);
  return details;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const before = parentElement.querySelector(".answer");
  const drawn = JSON.stringify(data);
  if (before?.drawn === drawn) return before.leave;
  // Where the mark stood on the screen that was pressed, or whose document is closed now.
  const stood = before?.pressed || !data.opened ? before?.place : undefined;
  const focused = before?.contains(parentElement.activeElement) ? parentElement.activeElement.textContent : null;
  before?.leave();
  before?.remove();
  const root = make("div", data.refused ? "answer refusal" : "answer");
  // Outside the answer, which as a size container would hold a fixed box captive.
  const peek = make("div", "peek");
  peek.hidden = true;
  peek.setAttribute("role", "tooltip");

  const showPeek = (button, citation) => {
    peek.replaceChildren(make("q", "", citation.quote), make("div", "from", citation.title), makeLine("", citation.line));
    if (citation.caution) peek.append(make("div", "caution", citation.caution));
    peek.hidden = false;
    const place = button.getBoundingClientRect();
    const size = peek.getBoundingClientRect();
    const below = place.bottom + 6 + size.height < window.innerHeight;
    peek.style.left = `${Math.max(8, Math.min(place.left, window.innerWidth - size.width - 8))}px`;
    peek.style.top = `${below ? place.bottom + 6 : Math.max(8, place.top - size.height - 6)}px`;
  };
  const hidePeek = () => { peek.hidden = true; };

  const open = (button, number) => {
    root.pressed = true;
    root.place = button.getBoundingClientRect().top;
    setTriggerValue("open", number);
  };
  const drawMark = (number) => {
    const citation = data.citations[number];
    const button = make("button", citation.caution ? "mark caution" : "mark", String(number));
    button.type = "button";
    button.setAttribute("aria-label", `Source ${number}: ${citation.title}${citation.caution ? `. ${citation.caution}` : ""}`);
    button.setAttribute("aria-expanded", String(data.opened === number));
    button.onclick = () => { hidePeek(); open(button, number); };
    button.onmouseenter = button.onfocus = () => showPeek(button, citation);
    button.onmouseleave = button.onblur = hidePeek;
    button.onkeydown = (event) => { if (event.key === "Escape") hidePeek(); };
    return button;
  };
  // The last word and the marks stay on one line: no mark begins a line of its own.
  const fillStatement = (element, statement) => {
    const [, first, last] = /^([^]*?)(\S*)$/.exec(statement.text);
    const partly = statement.support === "partly";
    const drawWords = (text) => {
      const words = make("span", partly ? "partly" : "", text);
      if (partly) words.title = "Only partly supported by its source";
      return words;
    };
    const kept = make("span", last.length < 30 ? "kept" : "");
    kept.append(drawWords(last), ...statement.marks.map(drawMark));
    element.append(drawWords(first), kept);
    return element;
  };
  const drawGroup = (group) => {
    const section = make("section");
    if (group.name) section.append(make("h3", "", group.name));
    if (group.silent) section.append(make("p", "silent", group.silent));
    else if (data.shape === "prose") {
      const paragraph = make("p");
      group.statements.forEach((statement, i) => { if (i) paragraph.append(" "); fillStatement(paragraph, statement); });
      section.append(paragraph);
    } else if (group.name) {
      // Sentences of several documents under one name do not follow from each other.
      section.append(...group.statements.map((statement) => fillStatement(make("p"), statement)));
    } else {
      const list = make("ul");
      list.append(...group.statements.map((statement) => fillStatement(make("li"), statement)));
      section.append(list);
    }
    return section;
  };

  if (data.understood) root.append(make("p", "understood", `Understood as: ${data.understood}`));
  if (data.doubt) root.append(make("p", "doubt", data.doubt));
  if (data.refused) root.append(drawRefusal(data, before, open));
  const beside = data.shape === "comparison" && data.groups.length > 1;
  // Documents listed by their dates too.
  const dated = data.groups.some((group) => data.shape === "timeline" ? group.name : /^\d{4}(-\d\d){0,2}$/.test(group.name));
  const body = make("div", beside ? "side-by-side" : dated ? "timeline" : "");
  body.append(...data.groups.map(drawGroup));
  if (data.groups.length) root.append(body);
  root.append(...data.notes.map((note) => make("p", "note", note)));
  if (data.sources.length) root.append(drawSources(data, before, (number) => setTriggerValue("open", number)));
  root.classList.toggle("dark", isDark(parentElement.host ?? parentElement));
  parentElement.querySelector(".peek")?.remove();
  parentElement.append(root, peek);
  const follow = () => {
    hidePeek();
    // As another width moves the words, the page scrolls by itself: where the mark stood before that is what counts.
    if (root.clientWidth === root.width) root.place = openedIn(root)?.getBoundingClientRect().top;
  };
  window.addEventListener("scroll", follow, true);
  root.drawn = drawn;
  root.opened = data.opened;
  root.leave = () => window.removeEventListener("scroll", follow, true);
  // The document beside the answer, or below in a narrow window, moves the words: the mark that opened it stays where
  // it was, or comes into sight.
  if (data.opened !== (before?.opened ?? null)) {
    const mark = openedIn(root) ?? [...root.querySelectorAll(".mark")].find((each) => each.textContent === String(before?.opened));
    const keepInSight = () => {
      if (mark && stood !== undefined) scrollPage(mark.getBoundingClientRect().top - stood);
      if (data.opened) mark?.scrollIntoView({ block: window.innerWidth > 960 ? "nearest" : "start" });
    };
    const resized = new ResizeObserver(() => {
      keepInSight();
      root.width = root.clientWidth;
      follow();
    });
    resized.observe(root);
    setTimeout(() => resized.disconnect(), 1000);
  }
  // Closing the document gives the keyboard back to the mark that opened it; an opened one takes the keyboard.
  const wanted = data.opened ? null : before?.opened ? String(before.opened) : focused;
  const mark = wanted && [...root.querySelectorAll("button")].find((button) => button.textContent === wanted);
  if (mark) { mark.focus({ preventScroll: true }); hidePeek(); }
  return root.leave;
}
