// A text field with a list of suggestions that works with the keyboard (the ARIA combobox pattern).

import { fill, h } from "./dom.js";

/** Discord also shows at most 25 entries. */
const MAX_ENTRIES = 25;
/** The pause in typing, in milliseconds, before `find` runs. It avoids a request to the bot for every letter. */
const DEBOUNCE_MS = 180;

/** How long, in milliseconds, the list stays open after the field has lost the focus: longer than a click takes. */
const CLOSE_DELAY_MS = 200;

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
    // A browser lets the Tab key stop at a list that scrolls. The arrow keys reach its entries from the field.
    tabindex: "-1",
    "aria-label": label,
    hidden: true,
  });
  let entries = [];
  let markedIndex = -1;
  let latestRequest = 0;
  /** The text of the field for which the list was made. */
  let shownFor = null;
  /** Whether the list was made because the person typed or asked for it, and not only came to the field. */
  let isAskedFor = false;
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

  /**
   * Makes the list for the text of the field. After typing, the best entry is marked, so that Enter or Tab chooses it.
   * If the person only came to the field, just the entry that the field holds is marked, so that Enter or Tab changes
   * nothing.
   */
  async function show({ typed }) {
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
    isAskedFor = typed;
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
    const held = entries.findIndex((entry) => entry.label === text);
    mark(held < 0 && typed && entries.length ? 0 : held);
  }

  function accept(index) {
    const entry = entries[index];
    close();
    if (entry) choose(entry);
  }

  /**
   * Accepts the marked entry. If the person has typed since the list was made, makes the list again first. Accepts
   * nothing if the person types on meanwhile: the rest of the word would follow the chosen entry.
   */
  async function acceptMarked() {
    const text = input.value;
    if (text !== shownFor) await show({ typed: true });
    if (input.value === text && shownFor === text) accept(markedIndex);
  }

  const showAfterPause = (typed) => () => {
    clearTimeout(timer);
    timer = setTimeout(show, wait, { typed });
  };
  input.addEventListener("input", showAfterPause(true));
  // A textarea has a list only for an unfinished word, so coming back to it continues the word.
  input.addEventListener("focus", showAfterPause(input.tagName === "TEXTAREA"));
  // The list closes after a click that took the focus. If it closed first, the page could move under the click.
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && close(), CLOSE_DELAY_MS));
  input.addEventListener(
    "keydown",
    (event) => {
      if (list.hidden) {
        if (event.key === "ArrowDown" && input.tagName === "INPUT") {
          event.preventDefault();
          show({ typed: true });
        }
        return;
      }
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (moves[event.key] && entries.length) {
        event.preventDefault();
        // Without a marked entry, the arrows go to the first or the last entry.
        const from = markedIndex < 0 && event.key === "ArrowUp" ? 0 : markedIndex;
        mark((from + moves[event.key] + entries.length) % entries.length);
      } else if (event.key === "Tab" && !isAskedFor && entries[markedIndex]?.label === input.value) {
        // The person only passes through a field that is filled in.
        close();
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

/**
 * Treats a chosen entry as one whole, as Discord does: a letter typed right after it begins a new text instead of
 * doubling the word. A comma or a space still continues the text. Returns a function to call after each choice.
 */
export function replaceChosenEntry(input) {
  let chosenText = null;
  input.addEventListener("beforeinput", (event) => {
    const isTyped = ["insertText", "insertFromPaste"].includes(event.inputType);
    const isNewWord = isTyped && /^[\p{L}\p{N}]/u.test(event.data ?? "");
    const isAtEnd = input.selectionStart === input.value.length;
    if (!isNewWord || !isAtEnd || input.value !== chosenText) return;
    event.preventDefault();
    input.value = event.data;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  input.addEventListener("input", () => (chosenText = null));
  return () => (chosenText = input.value);
}
