// A text field with a list of suggestions that works with the keyboard (the ARIA combobox pattern).

import { fill, h } from "./dom.js";

/** Discord also shows at most 25 entries. */
const MAX_ENTRIES = 25;
/** The pause in typing, in milliseconds, before `find` runs. It avoids a request to the bot for every letter. */
const DEBOUNCE_MS = 180;

let count = 0;

/**
 * Adds suggestions to `input`. `find(text)` returns or resolves with `[{label, detail, value}]`. `choose(entry)` runs
 * when the person chooses an entry. Returns the element of the list, `close()` and `isOpen()`.
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
  let markedIndex = -1;
  let latestRequest = 0;
  /** The text of the field for which the list was made. */
  let shownFor = null;
  let timer = null;

  // ARIA does not allow the role combobox on a textarea, so a textarea keeps its own role and gets a list.
  const pattern =
    input.tagName === "TEXTAREA" ? { "aria-haspopup": "listbox" } : { role: "combobox", "aria-expanded": "false" };
  for (const [name, value] of Object.entries({
    ...pattern,
    "aria-autocomplete": "list",
    "aria-controls": id,
    autocomplete: "off",
  }))
    input.setAttribute(name, value);
  const setExpanded = (open) => input.tagName === "INPUT" && input.setAttribute("aria-expanded", String(open));

  function close() {
    latestRequest += 1;
    clearTimeout(timer);
    list.hidden = true;
    entries = [];
    mark(-1);
    setExpanded(false);
  }

  function mark(index) {
    markedIndex = index;
    [...list.children].forEach((child, position) => child.setAttribute("aria-selected", String(position === index)));
    const active = list.children[index];
    if (active) {
      input.setAttribute("aria-activedescendant", active.id);
      active.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function show() {
    const requestNumber = ++latestRequest;
    const text = input.value;
    let found;
    try {
      found = await find(text);
    } catch (error) {
      found = null;
      if (requestNumber === latestRequest) fill(list, h("li", { class: "hint" }, error.message));
    }
    // The answer to an earlier text must not replace the answer to a later text.
    if (requestNumber !== latestRequest) return;
    if (found === null) {
      list.hidden = list.children.length === 0;
      entries = [];
      return;
    }
    entries = found.slice(0, MAX_ENTRIES);
    shownFor = text;
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
                // Without this, a mouse press would move the focus out of the field and close the list.
                on: { mousedown: (event) => event.preventDefault(), click: () => accept(index) },
              },
              h("b", {}, entry.label),
              entry.detail ? h("span", {}, entry.detail) : null,
            ),
          )
        : h("li", { class: "hint" }, nothing),
    );
    list.hidden = false;
    setExpanded(true);
    mark(entries.length ? 0 : -1);
  }

  function accept(index) {
    const entry = entries[index];
    close();
    if (entry) choose(entry);
  }

  /** Accepts the marked entry. If the person has typed since the list was made, makes the list again first. */
  async function acceptMarked() {
    if (input.value !== shownFor) await show();
    accept(markedIndex);
  }

  const showAfterPause = () => {
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  };
  input.addEventListener("input", showAfterPause);
  input.addEventListener("focus", showAfterPause);
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
        mark((markedIndex + moves[event.key] + entries.length) % entries.length);
      } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && markedIndex >= 0) {
        if (event.key === "Enter" || !event.altKey) event.preventDefault();
        event.stopImmediatePropagation();
        acceptMarked();
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopImmediatePropagation();
        close();
      }
      // This handler runs before the field's own handler. So while the list is open, Enter chooses an entry and does
      // not send the message.
    },
    { capture: true },
  );
  return { list, close, isOpen: () => !list.hidden };
}
