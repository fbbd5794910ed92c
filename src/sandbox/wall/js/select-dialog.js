// The dialog of a select: a search, and a single or multiple choice. The whole dialog works with the keyboard.

import { fill, h, icon } from "./dom.js";
import { t } from "./texts.js";

/** From this number of options on, the dialog has a search field. */
const SEARCH_FROM = 9;

/**
 * Lets the person choose `min` to `max` of the options `{value, label, description, default}`. Resolves with null if
 * the person closes the dialog without a choice.
 */
export function openSelect(control, { title, options, min, max }) {
  return new Promise((answer) => {
    const chosen = new Set(options.filter((option) => option.default).map((option) => option.value));
    const single = max === 1 && min === 1;
    const list = h("ul", { class: "options" });
    const done = h(
      "button",
      { type: "button", class: "button primary", "data-action": "choose", on: { click: () => close([...chosen]) } },
      t("select-done"),
    );
    const count = h("span", { class: "hint", "aria-live": "polite" });
    const search = h("input", {
      type: "search",
      "aria-label": t("search"),
      placeholder: t("search"),
      on: { input: show, keydown: enter },
    });
    const sheet = h(
      "dialog",
      {
        class: "pick",
        "aria-label": title,
        on: { close: () => close(null), keydown: arrows, click: (event) => event.target === sheet && close(null) },
      },
      h(
        "div",
        { class: "pick-body" },
        h("h3", {}, title),
        options.length >= SEARCH_FROM ? search : null,
        list,
        h(
          "div",
          { class: "pick-foot" },
          count,
          h("button", { type: "button", class: "button secondary", on: { click: () => close(null) } }, t("cancel")),
          single ? null : done,
        ),
      ),
    );

    function show() {
      const wanted = searchKey(search.value);
      fill(
        list,
        options
          .filter((option) => searchKey(`${option.label} ${option.description ?? ""}`).includes(wanted))
          .map(entry),
      );
      done.disabled = chosen.size < min || chosen.size > max;
      count.textContent = single ? "" : t("select-count", { count: chosen.size, max });
    }

    function entry(option) {
      const on = chosen.has(option.value);
      return h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "option",
            "aria-pressed": String(on),
            "data-value": option.value,
            "data-label": option.label,
            on: { click: () => toggle(option.value) },
          },
          h(
            "span",
            { class: "option-words" },
            h("span", {}, option.label),
            option.description ? h("small", {}, option.description) : null,
          ),
          on ? icon("check") : null,
        ),
      );
    }

    function toggle(value) {
      if (single) return close([value]);
      if (chosen.has(value)) chosen.delete(value);
      else if (max === 1) {
        chosen.clear();
        chosen.add(value);
      } else if (chosen.size < max) chosen.add(value);
      show();
      list.querySelector(`[data-value="${CSS.escape(value)}"]`)?.focus();
    }

    /** Enter in the search field chooses the first option that matches, or removes it from the choice. */
    function enter(event) {
      const first = list.querySelector("button");
      if (event.key !== "Enter" || event.isComposing || search.value === "" || !first) return;
      event.preventDefault();
      first.click();
    }

    function arrows(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const buttons = [...list.querySelectorAll("button")];
      const here = buttons.indexOf(document.activeElement);
      // From the search field, the arrows go to the first or the last option.
      const next = here < 0 ? Math.min(step, 0) : (here + step) % buttons.length;
      buttons.at(next)?.focus();
    }

    let closed = false;
    function close(values) {
      if (closed) return;
      closed = true;
      sheet.close();
      sheet.remove();
      if (control.isConnected) control.focus();
      answer(values);
    }

    show();
    document.body.append(sheet);
    sheet.showModal();
    if (!search.isConnected) list.querySelector("button")?.focus();
  });
}

/** The text in lower case and without accents. Searches compare texts in this form. */
export const searchKey = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
