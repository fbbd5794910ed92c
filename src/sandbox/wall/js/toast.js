// A short message of the page itself at the bottom; screen readers announce it.

const VISIBLE_MS = 6_000;
let hideTimer = null;

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.dataset.shown = "true";
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => {
    delete place.dataset.shown;
    place.textContent = "";
  }, VISIBLE_MS);
}
