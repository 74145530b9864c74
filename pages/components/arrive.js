// Brings the place it is drawn at into view, once.
export default function ({ parentElement }) {
  const host = parentElement.host ?? parentElement;
  if (host.arrived) return;
  host.arrived = true;
  host.style.scrollMarginTop = "4rem";
  setTimeout(() => host.scrollIntoView({ block: "start" }), 60);
}
