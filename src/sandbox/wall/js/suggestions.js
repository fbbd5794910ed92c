// A text field with a list of suggestions that works with the keyboard (the ARIA combobox pattern).

import { fill, h } from "./dom.js";

/** Discord also shows at most 25 entries. */
const MAX_ENTRIES = 25;
/** The pause in typing, in milliseconds, before the bot is asked. This avoids a request for every letter. */
const DEBOUNCE_MS = 180;

let count = 0;

/**
 * Adds suggestions to `input`. `find(text)` returns or resolves with `[{label, detail, value}]`. `choose(entry)` is
 * called when the person chooses an entry. Returns the list, `close()` and `isOpen()`.
 */
export function addSuggestions(input, { find, choose, label, above = true, wait = DEBOUNCE_MS, nothing = null }) {
  const id = `suggestions-${++count}`;
  const list = h("ul", {
    class: `suggestions ${above ? "above" : ""}`,
    id,
    role: "listbox",
    "aria-label": label,
    hidden: true,
  });
  let entries = [];
  let marked = -1;
  let asked = 0;
  let timer = null;

  // ARIA allows no combobox on a textarea, so a textarea stays a text box with a list.
  const pattern =
    input.tagName === "TEXTAREA" ? { "aria-haspopup": "listbox" } : { role: "combobox", "aria-expanded": "false" };
  for (const [name, value] of Object.entries({
    ...pattern,
    "aria-autocomplete": "list",
    "aria-controls": id,
    autocomplete: "off",
  }))
    input.setAttribute(name, value);
  const expanded = (open) => input.tagName === "INPUT" && input.setAttribute("aria-expanded", String(open));

  function close() {
    asked += 1;
    clearTimeout(timer);
    list.hidden = true;
    entries = [];
    mark(-1);
    expanded(false);
  }

  function mark(index) {
    marked = index;
    [...list.children].forEach((child, position) => child.setAttribute("aria-selected", String(position === index)));
    const active = list.children[index];
    if (active) {
      input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function show() {
    const ticket = ++asked;
    let found;
    try {
      found = await find(input.value);
    } catch (error) {
      found = null;
      if (ticket === asked) fill(list, h("li", { class: "hint" }, error.message));
    }
    // A late answer must not replace a newer one.
    if (ticket !== asked) return;
    if (found === null) {
      list.hidden = list.children.length === 0;
      entries = [];
      return;
    }
    entries = found.slice(0, MAX_ENTRIES);
    if (entries.length === 0 && nothing === null) return close();
    fill(
      list,
      entries.length
        ? entries.map((entry, index) =>
            h(
              "li",
              {
                role: "option",
                id: `${id}-${index}`,
                "aria-selected": "false",
                "data-suggestion": entry.value,
                // A mouse press must not move the focus out of the field.
                on: { mousedown: (event) => event.preventDefault(), click: () => accept(index) },
              },
              h("b", {}, entry.label),
              entry.detail ? h("span", {}, entry.detail) : null,
            ),
          )
        : h("li", { class: "hint" }, nothing),
    );
    list.hidden = false;
    expanded(true);
    mark(entries.length ? 0 : -1);
  }

  function accept(index) {
    const entry = entries[index];
    close();
    if (entry) choose(entry);
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  };
  input.addEventListener("input", later);
  input.addEventListener("focus", later);
  input.addEventListener("blur", close);
  input.addEventListener(
    "keydown",
    (event) => {
      if (list.hidden) {
        if (event.key === "ArrowDown" && input.tagName === "INPUT") {
          event.preventDefault();
          show();
        }
        return;
      }
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (moves[event.key] && entries.length) {
        event.preventDefault();
        mark((marked + moves[event.key] + entries.length) % entries.length);
      } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && marked >= 0) {
        if (event.key === "Enter" || !event.altKey) event.preventDefault();
        event.stopImmediatePropagation();
        accept(marked);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopImmediatePropagation();
        close();
      }
      // This runs before the field's own handler: while the list is open, Enter chooses an entry and does not send.
    },
    { capture: true },
  );
  return { list, close, isOpen: () => !list.hidden };
}
