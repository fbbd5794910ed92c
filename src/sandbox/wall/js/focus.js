// Keeps the keyboard focus on the page. When the focused element is removed, the nearest remaining element gets the
// focus.

const FOCUSABLE = "button, select, input, textarea, a[href], summary, [tabindex]";

/** The element that had the focus last, and its ancestors. Each has the elements that were after and before it. */
let lastFocus = null;

/**
 * Starts watching the focus. Code that moves the focus itself does so before the timeout below, so this watcher does
 * not move the focus again.
 */
export function keepFocus() {
  document.addEventListener("focusin", (event) => remember(event.target));
  // A click outside of all controls removes the focus, as on other pages.
  document.addEventListener("pointerdown", (event) => event.target.closest(FOCUSABLE) || (lastFocus = null));
  let checkTimer = null;
  new MutationObserver(() => {
    // While the focus moves, no element has it for a moment. So check later whether the focus is lost.
    checkTimer ??= setTimeout(() => {
      checkTimer = null;
      if (document.activeElement === document.body && lastFocus) restoreFocus();
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
  lastFocus = { element, name: element.dataset.focus ?? null, path };
}

const usable = (element) =>
  element.isConnected && !element.disabled && element.checkVisibility({ visibilityProperty: true });

/** The usable control in `element` with the name of the lost control, or else the first usable control. */
function focusTarget(element) {
  if (!element?.isConnected) return null;
  const all = [element, ...element.querySelectorAll(FOCUSABLE)].filter((one) => one.matches(FOCUSABLE) && usable(one));
  return all.find((one) => lastFocus.name !== null && one.dataset.focus === lastFocus.name) ?? all[0] ?? null;
}

function restoreFocus() {
  // Search near the lost element. Leave out the whole page, because its first control is far away.
  const nearbyEntries = lastFocus.path.filter(({ element }) => !["MAIN", "BODY"].includes(element.tagName));
  for (const { element, next, before } of nearbyEntries) {
    const isDialog = element.tagName === "DIALOG";
    const found = focusTarget(element) ?? (isDialog ? null : (focusTarget(next) ?? focusTarget(before)));
    if (found) return found.focus({ preventScroll: true });
  }
  const place = document.querySelector("#open-phone:not([hidden]) .messages") ?? document.getElementById("wall");
  lastFocus = null;
  place.focus({ preventScroll: true });
}
