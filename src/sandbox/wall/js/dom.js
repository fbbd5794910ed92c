// Functions that build the page: elements, icons, keyed lists. They know nothing about Discord or Magpie.

/**
 * Builds an element. `props` contains its attributes, `on: {event: handler}` for listeners, and
 * `css: {"--name": value}` for styles. An attribute that is null or false is left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === "css") {
      // The content security policy forbids style attributes, so set styles through the object model.
      for (const [property, text] of Object.entries(value)) element.style.setProperty(property, text);
    } else if (name !== "value") {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  // Set the value last, because a select accepts a value only after its options exist.
  if (props?.value !== undefined && props?.value !== null) element.value = props.value;
  return element;
}

const PATHS = {
  play: "M8 5v14l11-7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  next: "M5 5v14l9-7zM16 5h3v14h-3z",
  close: "m6 6 12 12M18 6 6 18",
  back: "M15 5 8 12l7 7",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  thread: "M4 5h16v11H10l-4 4v-4H4z",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  mute: "M6 17h12l-1.5-2v-4.5A4.5 4.5 0 0 0 12 6a4.5 4.5 0 0 0-4.5 4.5V15zM10 20h4M4 4l16 16",
  bell: "M6 17h12l-1.5-2v-4.5A4.5 4.5 0 0 0 12 6a4.5 4.5 0 0 0-4.5 4.5V15zM10 20h4M12 4v2",
  moon: "M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z",
  sun:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v2M12 19v2M3 12h2M19 12h2" +
    "M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4",
  check: "m5 12.5 4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 5l-5 15-3.5-6z",
  eye: "M2.5 12S6 6 12 6s9.5 6 9.5 6S18 18 12 18s-9.5-6-9.5-6zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  gear: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M10 14.5v5",
  down: "m6 9 6 6 6-6",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3.5 4 3.5 14 0 18M12 3c-3.5 4-3.5 14 0 18",
  restart: "M5.5 12a6.5 6.5 0 1 0 2.4-5M5 4v4h4",
};
const FILLED = new Set(["play", "pause", "next", "moon"]);

/** Builds a decorative icon. Screen readers skip it. */
export function icon(name, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon ${FILLED.has(name) ? "filled" : ""} ${className}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** Builds a button that shows only an icon. Screen readers and the tooltip use the label. */
export function iconButton(name, label, props = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...props }, icon(name));
}

/**
 * Makes `parent` contain one child per item, in order. Only children whose item has a new signature are rebuilt. All
 * others keep their focus, scroll position and unfinished input.
 */
export function keyed(parent, items, key, signature, build) {
  const present = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    const mark = signature(item);
    let child = present.get(id);
    present.delete(id);
    if (!child || child.keyedMark !== mark) {
      const fresh = build(item);
      fresh.dataset.key = id;
      fresh.keyedMark = mark;
      if (child) {
        const focus = focusWithin(child);
        if (cursor === child) cursor = fresh;
        child.replaceWith(fresh);
        restoreFocus(fresh, focus);
      }
      child = fresh;
    }
    if (cursor === child) cursor = cursor.nextElementSibling;
    else parent.insertBefore(child, cursor);
  }
  for (const child of present.values()) child.remove();
}

function focusWithin(element) {
  const active = document.activeElement;
  return element.contains(active) ? (active.dataset.focus ?? "") : null;
}

/** After a rebuild, focuses the same control, or the whole element if the control is gone or disabled. */
function restoreFocus(element, focus) {
  if (focus === null) return;
  const same = focus && element.querySelector(`[data-focus="${CSS.escape(focus)}"]:not([disabled])`);
  if (same) same.focus({ preventScroll: true });
  else {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
}

/** Replaces all children of an element. */
export function fill(parent, ...children) {
  parent.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/** Waits, so that people can follow what the page does. No code depends on the duration. */
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
