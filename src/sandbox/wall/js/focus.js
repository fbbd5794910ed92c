// Keeps the keyboard focus on the page: when the focused element goes away, the nearest one that is left gets it.

const FOCUSABLE = "button, select, input, textarea, a[href], summary, [tabindex]";

/** The focused element, and its ancestors with the elements after and before each, as they were when it got focused. */
let last = null;

/** Starts watching. A part of the page that moves the focus by itself has done so before this is asked. */
export function keepFocus() {
  document.addEventListener("focusin", (event) => remember(event.target));
  // A click on nothing gives the focus away, as everywhere.
  document.addEventListener("pointerdown", (event) => event.target.closest(FOCUSABLE) || (last = null));
  let asked = null;
  new MutationObserver(() => {
    // Between two elements the focus is nowhere for a moment: only later is it lost.
    asked ??= setTimeout(() => {
      asked = null;
      if (document.activeElement === document.body && last) restore();
    });
  }).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["hidden", "disabled"],
  });
}

function remember(element) {
  const path = [];
  for (let one = element; one && one !== document.body; one = one.parentElement)
    path.push({ element: one, next: one.nextElementSibling, before: one.previousElementSibling });
  last = { element, name: element.dataset.focus ?? null, path };
}

const usable = (element) =>
  element.isConnected && !element.disabled && element.checkVisibility({ visibilityProperty: true });

/** The control of the same name, or else the first one that can be used. */
function candidate(element) {
  if (!element?.isConnected) return null;
  const all = [element, ...element.querySelectorAll(FOCUSABLE)].filter((one) => one.matches(FOCUSABLE) && usable(one));
  return all.find((one) => last.name !== null && one.dataset.focus === last.name) ?? all[0] ?? null;
}

function restore() {
  // What is closest to the lost element, but never the whole page, whose first control is far away.
  const near = last.path.filter(({ element }) => !["MAIN", "BODY"].includes(element.tagName));
  for (const { element, next, before } of near) {
    const found = candidate(element) ?? (element.tagName === "DIALOG" ? null : (candidate(next) ?? candidate(before)));
    if (found) return found.focus({ preventScroll: true });
  }
  const place = document.querySelector("#open-phone:not([hidden]) .messages") ?? document.getElementById("wall");
  last = null;
  place.focus({ preventScroll: true });
}
