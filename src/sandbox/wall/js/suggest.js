// A text field with a list of suggestions under the hand of the keyboard: the pattern that screen readers call a combobox.

import { fill, h } from "./dom.js";

/** No more lines than a phone can show. Discord shows 25 as well. */
const MOST = 25;
/** A pause in typing before the bot is asked, so that it is not asked for every letter. */
const PAUSE_MS = 180;

let count = 0;

/**
 * Adds suggestions to `input`. `find(text)` answers, maybe later, with `[{label, detail, value}]`; `choose(entry)` is told
 * of a choice. The answer has `close()` and `isOpen()`.
 */
export function suggest(input, { find, choose, label, above = true, wait = PAUSE_MS, nothing = null }) {
  const id = `suggestions-${++count}`;
  const list = h("ul", { class: `suggestions ${above ? "above" : ""}`, id, role: "listbox", "aria-label": label, hidden: true });
  let entries = [];
  let marked = -1;
  let asked = 0;
  let timer = null;

  // A text area may not be a combobox, so it stays a text box that has a list.
  const pattern = input.tagName === "TEXTAREA" ? { "aria-haspopup": "listbox" } : { role: "combobox", "aria-expanded": "false" };
  for (const [name, value] of Object.entries({ ...pattern, "aria-autocomplete": "list", "aria-controls": id, autocomplete: "off" })) input.setAttribute(name, value);
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
    } catch (fault) {
      found = null;
      if (ticket === asked) fill(list, h("li", { class: "hint" }, fault.message));
    }
    // An older answer must not replace a newer one.
    if (ticket !== asked) return;
    if (found === null) {
      list.hidden = list.children.length === 0;
      entries = [];
      return;
    }
    entries = found.slice(0, MOST);
    if (entries.length === 0 && nothing === null) return close();
    fill(list, entries.length ? entries.map((entry, index) => h("li", {
      role: "option", id: `${id}-${index}`, "aria-selected": "false", "data-suggestion": entry.value,
      // Pressing must not take the focus out of the field.
      on: { mousedown: (event) => event.preventDefault(), click: () => accept(index) },
    }, h("b", {}, entry.label), entry.detail ? h("span", {}, entry.detail) : null)) : h("li", { class: "hint" }, nothing));
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
  input.addEventListener("keydown", (event) => {
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
    // Before the field's own keys: Enter chooses while the list is open, and sends only when it is closed.
  }, { capture: true });
  return { list, close, isOpen: () => !list.hidden };
}
