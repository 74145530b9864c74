// The keyboard in the table of documents: a canvas, which holds its cells for those who hear the page.
const TABLE = ".st-key-documents canvas";
const MOMENT = 500;
// Column and row of the cell where the keyboard was at last, and when it or the pointer last chose one.
let at = [0, -1];
let chosen = -MOMENT;
let cleared = false;
let going = false;

const gridOf = (element) => element?.closest?.(TABLE);
const wasChosenNow = () => performance.now() - chosen < MOMENT;
const choose = () => { chosen = performance.now(); cleared = false; };

document.addEventListener("pointerdown", (event) => { if (event.target.closest?.(".st-key-documents")) choose(); }, true);

// The table takes the arrows only while it takes the pointer to be over it: as long as it has the keyboard, it is not
// told where else the pointer is.
document.addEventListener("pointermove", (event) => {
  if (gridOf(document.activeElement) && !event.target.closest?.(".st-key-documents :is(canvas, .dvn-scroller)")) event.stopPropagation();
}, true);

document.addEventListener("focusin", (event) => {
  const grid = gridOf(event.target);
  if (!grid) return;
  const cell = /^glide-cell-(\d+)-(\d+)$/.exec(event.target.id);
  if (cell) at = [Number(cell[1]), Number(cell[2])];
  // It would choose its first document whenever the keyboard comes to it, as after another one was closed.
  if (going || !(cell || wasChosenNow())) grid.addEventListener("focusin", (each) => each.stopPropagation(), { once: true });
  if (grid.contains(event.relatedTarget)) return;
  const { x, y, height } = grid.getBoundingClientRect();
  grid.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX: x + 4, clientY: y + height / 2 }));
}, true);

// Where nothing is chosen, the arrows go on from where the keyboard was.
const goOn = (grid, step) => {
  const [column, row] = at;
  const find = (n) => grid.querySelector(`#glide-cell-${column}-${n}`);
  choose();
  going = true;
  // A cell that the keyboard comes to is chosen, but for the one it was at last.
  find(row)?.focus({ preventScroll: true });
  (find(row + step) ?? find(row) ?? find(0))?.focus({ preventScroll: true });
  going = false;
};

const enterDocument = () => {
  const texts = [...document.querySelectorAll(".st-key-source *")].map((part) => part.shadowRoot?.querySelector(".body"));
  const text = texts.find(Boolean);
  text?.focus({ preventScroll: true });
  return Boolean(text);
};

document.addEventListener("keydown", (event) => {
  const grid = gridOf(event.target);
  if (!grid) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const enlarged = document.querySelector("#portal > *");
  if (event.key === "Escape" && !enlarged) cleared = true;
  // A cell that a second click has enlarged would keep the arrows to itself.
  if (step && enlarged) event.target.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", keyCode: 27, bubbles: true }));
  // The cells tell only a moment later that one was chosen.
  const isChosen = !cleared && (wasChosenNow() || grid.querySelector('td[aria-selected="true"]') !== null);
  if (step && isChosen) choose();
  else if (step) goOn(grid, step);
  if (event.key === "Enter" ? enterDocument() : step && !isChosen) {
    event.preventDefault();
    event.stopPropagation();
  }
}, true);

export default function () {}
