// A modal of the bot, as a dialog. It keeps the input until the sandbox has accepted it.

import { api } from "./api.js";
import { selectOptions } from "./components.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { openSelect } from "./select-dialog.js";
import { t } from "./texts.js";

const PARAGRAPH = 2;
/** A longer placeholder of a single line would be cut off on a phone, so it is shown above the field. */
const MAX_PLACEHOLDER_CHARS = 32;

/** Returns the steps of the open card, or null. The modal shows them, because it covers the card. */
let formCoach = () => null;
export function setFormCoach(coach) {
  formCoach = coach;
}

/** Shows the modal to `owner`. Resolves with the interaction's result, or null if the person closed the modal. */
export function openModal(modal, owner) {
  // As in Discord's client, there is one modal at a time: a second press that was under way opens no second one.
  if (document.querySelector("dialog.modal")) return Promise.resolve(null);
  return new Promise((answer) => {
    const fields = modal.components.flatMap((one) => field(one, owner));
    const error = h("p", { class: "failed", role: "alert", hidden: true });
    const submit = h(
      "button",
      { type: "submit", class: "button primary", "data-action": "submit-modal" },
      t("modal-submit"),
    );
    const form = h(
      "form",
      { method: "dialog", on: { submit: send, input: () => (error.hidden = true) } },
      h(
        "header",
        {},
        h("h3", { id: "modal-title" }, modal.title),
        h("p", { class: "hint" }, t("modal-of", { name: owner.name })),
      ),
      formCoach(),
      fields.map((one) => one.element),
      error,
      h(
        "footer",
        {},
        h(
          "button",
          {
            type: "button",
            class: "button secondary",
            "data-action": "cancel-modal",
            on: { click: () => close(null) },
          },
          t("cancel"),
        ),
        submit,
      ),
    );
    const sheet = h(
      "dialog",
      { class: "modal", "aria-labelledby": "modal-title", "data-modal": modal.id, on: { close: () => close(null) } },
      form,
    );

    async function send(event) {
      event.preventDefault();
      submit.disabled = true;
      error.hidden = true;
      try {
        close(
          await api.modal({
            as: owner.id,
            modal: modal.id,
            fields: Object.fromEntries(fields.filter((one) => one.id).map((one) => [one.id, one.value()])),
          }),
        );
      } catch (refused) {
        error.hidden = false;
        error.textContent = refused.message;
        submit.disabled = false;
        submit.focus();
      }
    }

    let closed = false;
    function close(result) {
      if (closed) return;
      closed = true;
      sheet.close();
      sheet.remove();
      answer(result);
    }

    document.body.append(sheet);
    sheet.showModal();
    const first = sheet.querySelector("input, textarea, .select");
    first?.focus();
    // The person can replace the text that they typed before, or correct it.
    first?.select?.();
  });
}

function field(one, owner) {
  switch (one.type) {
    case 1:
      return one.components.flatMap((inner) => field(inner, owner));
    case 4:
      return [textInput(one, one.label ?? "", "")];
    case 10:
      return [{ id: null, element: markdown(one.content, { member: owner }) }];
    case 18:
      return one.component.type === 4
        ? [textInput(one.component, one.label, one.description ?? "")]
        : [selectInput(one.component, one.label, one.description ?? "")];
    default:
      return [];
  }
}

function textInput(one, label, description) {
  const id = `modal-${one.custom_id}`;
  const isLong = one.style !== PARAGRAPH && (one.placeholder?.length ?? 0) > MAX_PLACEHOLDER_CHARS;
  const hints = [description, isLong ? one.placeholder : ""].filter(Boolean);
  const common = {
    id,
    name: one.custom_id,
    placeholder: isLong ? null : (one.placeholder ?? null),
    "aria-describedby": hints.length ? `${id}-hint` : null,
    minlength: one.min_length ?? null,
    maxlength: one.max_length ?? null,
    required: one.required !== false,
    value: one.value ?? "",
    "data-field": one.custom_id,
    autocomplete: "off",
  };
  const input =
    one.style === PARAGRAPH ? h("textarea", { rows: 4, ...common }) : h("input", { type: "text", ...common });
  const counter = one.max_length ? h("small", { class: "counter", "aria-hidden": "true" }) : null;
  const count = () => counter && (counter.textContent = `${[...input.value].length} / ${one.max_length}`);
  input.addEventListener("input", count);
  count();
  const element = h(
    "div",
    { class: "field" },
    h(
      "label",
      { for: id },
      label,
      one.required !== false
        ? h("span", { class: "required" }, ` ${t("required")}`)
        : h("span", { class: "optional" }, ` ${t("optional")}`),
    ),
    hints.length ? h("p", { class: "hint", id: `${id}-hint` }, hints.join(" · ")) : null,
    input,
    counter,
  );
  return { id: one.custom_id, element, value: () => input.value };
}

function selectInput(one, label, description) {
  const options = selectOptions(one);
  let values = options.filter((option) => option.default).map((option) => option.value);
  const shown = h("span", {}, one.placeholder ?? t("select"));
  const control = h(
    "button",
    {
      type: "button",
      class: "select",
      "data-field": one.custom_id,
      "aria-label": label,
      on: {
        click: async () => {
          values =
            (await openSelect(control, {
              title: label,
              options,
              min: one.min_values ?? 1,
              max: one.max_values ?? 1,
            })) ?? values;
          shown.textContent =
            options
              .filter((option) => values.includes(option.value))
              .map((option) => option.label)
              .join(", ") ||
            one.placeholder ||
            t("select");
        },
      },
    },
    shown,
  );
  return {
    id: one.custom_id,
    element: h(
      "div",
      { class: "field" },
      h("span", { class: "label" }, label),
      description ? h("p", { class: "hint" }, description) : null,
      control,
    ),
    value: () => values,
  };
}
