// What the components share: it stands before the words of each.
// Every word arrives as data and is set as text, never as markup.
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

// What is told in a line of parts; a date or a page number stays whole where the line breaks, and no line begins with a dot.
const makeLine = (className, parts) => {
  const line = make("div", className);
  parts.forEach((part, i) => line.append(i ? "\u00a0· " : "", make("span", /\d$/.test(part) ? "whole" : "", part)));
  return line;
};

// Whether words are light on this element: its page is drawn in the dark theme.
const isDark = (element) => {
  const [r, g, b] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  return r + g + b > 384;
};

// Browsers keep their clipboard from a page that came over plain http from another machine:
// there the words are selected and copied as by hand.
const copySelected = (words) => {
  const field = make("textarea");
  field.value = words;
  field.readOnly = true;
  field.style.cssText = "position: fixed; top: 0; opacity: 0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
};

const copy = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copySelected(words);
  }
};

// A button that copies, and says beside it in `told` what became of that; `told` then falls back to `usual`.
const makeCopy = (className, label, title, words, told, said, usual = "") => {
  const button = make("button", className, label);
  button.title = title;
  button.type = "button";
  button.onclick = async () => {
    told.textContent = (await copy(words())) ? said : "This browser lets no page copy";
    button.focus({ preventScroll: true });
    setTimeout(() => { told.textContent = usual; }, 2500);
  };
  return button;
};
