// Keeps the keyboard focus on the page. When the focused element is removed, the nearest remaining element gets the
// focus.

const FOCUSABLE = "button, select, input, textarea, a[href], summary, [tabindex]";

/** The element that was focused last, and its ancestors, each with the elements after and before it at that time. */
let last = null;

/**
 * Starts watching the focus. Code that moves the focus itself does so before the timeout below, so it is not disturbed.
 */
export function keepFocus() {
  document.addEventListener("focusin", (event) => remember(event.target));
  // A click outside of all controls removes the focus, as on other pages.
  document.addEventListener("pointerdown", (event) => event.target.closest(FOCUSABLE) || (last = null));
  let asked = null;
  new MutationObserver(() => {
    // While the focus moves, it is briefly on no element. So check later whether it is lost.
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

/** The control with the same name as the lost one, or else the first usable control in `element`. */
function candidate(element) {
  if (!element?.isConnected) return null;
  const all = [element, ...element.querySelectorAll(FOCUSABLE)].filter((one) => one.matches(FOCUSABLE) && usable(one));
  return all.find((one) => last.name !== null && one.dataset.focus === last.name) ?? all[0] ?? null;
}

function restore() {
  // Search near the lost element. Leave out the whole page, because its first control is far away.
  const near = last.path.filter(({ element }) => !["MAIN", "BODY"].includes(element.tagName));
  for (const { element, next, before } of near) {
    const found = candidate(element) ?? (element.tagName === "DIALOG" ? null : (candidate(next) ?? candidate(before)));
    if (found) return found.focus({ preventScroll: true });
  }
  const place = document.querySelector("#open-phone:not([hidden]) .messages") ?? document.getElementById("wall");
  last = null;
  place.focus({ preventScroll: true });
}
