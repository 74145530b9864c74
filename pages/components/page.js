// What the page does beside its parts: it closes the sidebar of a narrow window, lets one type at once, takes typed dates.
let shown;

// Streamlit takes a date once the keyboard goes on to another field, and forgets it where Enter and Escape end it.
document.addEventListener("keydown", (event) => {
  const part = event.key === "Enter" && event.target.closest?.('[role="spinbutton"]');
  const dated = part && part.closest('[data-testid="stDateInput"]');
  if (!dated) return;
  event.preventDefault();
  const fields = [...dated.closest('[data-testid="stPopoverBody"], body').querySelectorAll('button, input, [role="spinbutton"]')];
  fields.find((field) => dated.compareDocumentPosition(field) === Node.DOCUMENT_POSITION_FOLLOWING)?.focus();
}, true);

// A press beside the sidebar closes it in narrow windows, where it lies over the page: Streamlit knows which those are.
const closeSidebar = () =>
  document.querySelector('[data-testid="stMain"]')?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));

// A touch would bring up its keys, and what the keyboard is at already is left alone.
const focusField = (tries = 20) => {
  if (!matchMedia("(pointer: fine)").matches || document.activeElement !== document.body) return;
  const field = document.querySelector('[data-testid="stChatInputTextArea"]');
  if (field && !field.disabled) field.focus({ preventScroll: true });
  else if (tries) setTimeout(focusField, 100, tries - 1);
};

export default function ({ data }) {
  const before = shown;
  shown = data.place;
  if (before === shown) return;
  if (before !== undefined) closeSidebar();
  focusField();
}
