// Draws a question as asked, with a button to edit it.
const SVG = "http://www.w3.org/2000/svg";
const PENCIL = "M3 17.25V21h3.75L17.8 9.94l-3.75-3.75zM20.7 7.04a1 1 0 0 0 0-1.41l-2.34-2.34a1 1 0 0 0-1.41 0l-1.83 1.83 3.75 3.75z";

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.host ?? parentElement;
  const drawn = JSON.stringify(data);
  if (host.drawn !== drawn) {
    host.drawn = drawn;
    parentElement.querySelector(".asked")?.remove();
    const root = make("div", "asked");
    const words = make("div", "words");
    words.append(make("h2", "", data.text));
    if (data.under) words.append(make("p", "under", data.under));
    // What is too long to be shown whole can be scrolled by keyboard too.
    requestAnimationFrame(() => { if (words.scrollHeight > words.clientHeight) words.tabIndex = 0; });
    const edit = make("button", "edit");
    edit.type = "button";
    edit.title = "Edit and ask again";
    edit.setAttribute("aria-label", "Edit the question and ask again");
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "0 0 24 24");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", PENCIL);
    icon.append(path);
    edit.append(icon);
    edit.onclick = () => setTriggerValue("edit", true);
    root.append(words, edit);
    parentElement.append(root);
  }
  // A question just asked is brought to the top of the page, once.
  if (data.arrived && host.arrived !== data.arrived) {
    host.arrived = data.arrived;
    host.style.scrollMarginTop = "4rem";
    setTimeout(() => host.scrollIntoView({ block: "start" }), 60);
    // The button that asked is gone: the keyboard goes on where the next question is typed. A touch would bring up its keys.
    if (document.activeElement === document.body && matchMedia("(pointer: fine)").matches)
      document.querySelector('[data-testid="stChatInputTextArea"]')?.focus({ preventScroll: true });
  }
}
