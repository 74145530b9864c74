// Closes the sidebar of a narrow window, where it lies over the page, once something in it was chosen.
// Streamlit closes it for a press beside it, and itself knows which windows are narrow.
let shown;

export default function ({ data }) {
  const before = shown;
  shown = data.place;
  if (before === undefined || before === shown) return;
  document.querySelector('[data-testid="stMain"]')?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
}
