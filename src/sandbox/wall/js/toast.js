// One line at the foot of the page for what the page itself has to say; screen readers hear it.

const STAYS_MS = 6_000;
let leaving = null;

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.dataset.shown = "true";
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    delete place.dataset.shown;
    place.textContent = "";
  }, STAYS_MS);
}
