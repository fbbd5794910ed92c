// The form of a slash command: a field for each option, with Discord's choices and autocompletion.

import { api } from "./api.js";
import { TYPE } from "./commands.js";
import { h, iconButton } from "./dom.js";
import { searchKey } from "./select-dialog.js";
import { addSuggestions, replaceChosenEntry } from "./suggestions.js";
import { t } from "./texts.js";
import { sandbox } from "./sandbox-state.js";

/** Builds the form of one command. The form awaits `run(options)` on submit. `cancel()` returns to the composer. */
export function commandForm(leaf, { owner, place, values = {}, run, cancel }) {
  const fields = new Map();
  const extra = h("div", { class: "extra-options" });
  const body = h("div", { class: "command-fields" });
  const error = h("p", { class: "failed", role: "alert", hidden: true });
  const context = { owner, place, leaf, typed: read, focusNextRequired };

  const form = h(
    "form",
    {
      class: "command-form",
      "data-command": leaf.path,
      "aria-label": `/${leaf.shown}`,
      on: { submit, keydown: escape, input: () => (error.hidden = true) },
    },
    h(
      "header",
      {},
      h("p", {}, h("b", {}, `/${leaf.shown}`), " ", h("span", {}, leaf.description)),
      iconButton("close", t("cancel"), { on: { click: cancel } }),
    ),
    body,
    extra,
    error,
    h(
      "footer",
      {},
      h("span", { class: "hint" }, t("command-keys")),
      h("button", { type: "submit", class: "button primary", "data-action": "run-command" }, t("command-run")),
    ),
  );

  for (const option of leaf.options) {
    if (option.required || values[option.name] !== undefined) add(option, values[option.name]);
  }
  showExtra();

  function add(option, value) {
    const field = optionField(option, context);
    if (value !== undefined) field.set(value);
    fields.set(option.name, field);
    body.append(field.element);
    return field;
  }

  function showExtra() {
    extra.replaceChildren(
      ...leaf.options
        .filter((option) => !fields.has(option.name))
        .map((option) =>
          h(
            "button",
            {
              type: "button",
              class: "chip",
              title: option.description_localized ?? option.description,
              "data-add-option": option.name,
              on: {
                click: () => {
                  add(option).focus();
                  showExtra();
                },
              },
            },
            `+ ${option.name_localized ?? option.name}`,
          ),
        ),
    );
  }

  /** Moves the focus to the first empty required field, after a member has chosen an entry. */
  function focusNextRequired() {
    [...body.querySelectorAll("input[required], select[required]")].find((input) => input.value === "")?.focus();
  }

  /** The values that the member has entered so far. The bot needs them to complete the focused option. */
  function read() {
    const options = {};
    for (const [name, field] of fields) {
      const value = field.get();
      if (value !== undefined && value !== "") options[name] = value;
    }
    return options;
  }

  async function submit(event) {
    event.preventDefault();
    const button = form.querySelector("[data-action=run-command]");
    button.disabled = true;
    error.hidden = true;
    try {
      const options = {};
      for (const [name, field] of fields) {
        const value = await field.final();
        if (value !== undefined && value !== "") options[name] = value;
      }
      await run(options);
    } catch (refused) {
      error.hidden = false;
      error.textContent = refused.message;
      button.disabled = false;
      button.focus();
    }
  }

  function escape(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      cancel();
    }
  }

  form.start = () => (body.querySelector("input, select") ?? form.querySelector("[data-action=run-command]")).focus();
  return form;
}

let count = 0;

function optionField(option, context) {
  const id = `option-${++count}`;
  const name = option.name_localized ?? option.name;
  const hint = option.description_localized ?? option.description;
  const inner = control(option, id, context);
  const element = h(
    "div",
    { class: "field", "data-option": option.name },
    h("label", { for: id }, name, option.required ? null : h("span", { class: "optional" }, ` ${t("optional")}`)),
    h("p", { class: "hint", id: `${id}-hint` }, hint),
    inner.nodes,
  );
  inner.input.setAttribute("aria-describedby", `${id}-hint`);
  return {
    element,
    get: inner.get,
    final: inner.final ?? (async () => inner.get()),
    set: inner.set,
    focus: () => inner.input.focus(),
  };
}

function control(option, id, context) {
  if (option.type === TYPE.attachment) return fileInput(option, id);
  if (option.type === TYPE.boolean) return yesNo(option, id);
  if (option.choices?.length)
    return listed(
      option,
      id,
      option.choices.map((choice) => ({ label: choice.name_localized ?? choice.name, value: choice.value })),
      context,
    );
  if (option.type === TYPE.user) return listed(option, id, people(), context);
  if (option.type === TYPE.role) return listed(option, id, roles(), context);
  if (option.type === TYPE.mentionable) return listed(option, id, [...people(), ...roles()], context);
  if (option.type === TYPE.channel) return listed(option, id, channels(option), context);
  if (isNumber(option) && !option.autocomplete) return numeric(option, id);
  return free(option, id, context);
}

const isNumber = (option) => option.type === TYPE.integer || option.type === TYPE.number;
const people = () =>
  [...sandbox.members.values()].map((one) => ({ label: one.name, detail: `@${one.handle}`, value: one.id }));
const roles = () =>
  [...sandbox.roles.values()]
    .filter((one) => one.name !== "@everyone")
    .map((one) => ({ label: `@${one.name}`, value: one.id }));
const channels = (option) =>
  [...sandbox.channels.values()]
    .filter((one) => !option.channel_types?.length || option.channel_types.includes(one.type))
    .map((one) => ({ label: `#${one.name}`, value: one.id }));

function textInput(option, id) {
  return h("input", {
    type: "text",
    id,
    required: Boolean(option.required),
    minlength: option.min_length ?? null,
    maxlength: option.max_length ?? null,
    "data-option-input": option.name,
    autocomplete: "off",
  });
}

function free(option, id, { owner, place, leaf, typed, focusNextRequired }) {
  const input = textInput(option, id);
  let chosen = null;
  const get = () => {
    const value = chosen && chosen.label === input.value ? chosen.value : input.value;
    // A number that completes is typed as text. The sandbox refuses a text that is no number.
    return isNumber(option) && /^\d+$/.test(value) ? Number(value) : value;
  };
  if (!option.autocomplete)
    return {
      input,
      nodes: [input],
      get,
      set: (value) => {
        input.value = value;
      },
    };
  const find = async (text) => {
    const answer = await api.autocomplete({
      as: owner.id,
      channel: place.id,
      name: leaf.path,
      // Of a chosen entry, the bot knows the value. The label may say more, for example a number of people.
      options: { ...typed(), [option.name]: text === chosen?.label ? chosen.value : text },
      focused: option.name,
    });
    return answer.choices.map((choice) => ({ label: choice.name_localized ?? choice.name, value: choice.value }));
  };
  const { list } = addSuggestions(input, {
    find,
    label: option.name,
    nothing: t("suggest-nothing"),
    choose: (entry) => {
      chosen = entry;
      input.value = entry.label;
      noteChoice();
      focusNextRequired();
    },
  });
  const noteChoice = replaceChosenEntry(input);
  return {
    input,
    nodes: [list, input],
    get,
    set: (value) => {
      input.value = value;
    },
  };
}

/** A field that accepts only the entries of a list. */
function listed(option, id, entries, { focusNextRequired }) {
  const input = textInput(option, id);
  input.removeAttribute("minlength");
  input.removeAttribute("maxlength");
  const match = (text) => {
    const wanted = searchKey(text).replace(/^[@#]/, "");
    // An entry without a detail would match an empty field.
    if (wanted === "") return undefined;
    return entries.find((entry) =>
      [entry.label, entry.detail ?? "", String(entry.value)].some(
        (name) => searchKey(name).replace(/^[@#]/, "") === wanted,
      ),
    );
  };
  const find = async (text) => {
    const wanted = match(text) ? "" : searchKey(text);
    return entries.filter((entry) => searchKey(`${entry.label} ${entry.detail ?? ""}`).includes(wanted));
  };
  const { list } = addSuggestions(input, {
    find,
    label: option.name,
    wait: 0,
    nothing: t("suggest-nothing"),
    choose: (entry) => {
      input.value = entry.label;
      noteChoice();
      check();
      focusNextRequired();
    },
  });
  const noteChoice = replaceChosenEntry(input);
  const check = () => input.setCustomValidity(input.value && !match(input.value) ? t("suggest-choose") : "");
  input.addEventListener("input", check);
  return {
    input,
    nodes: [list, input],
    get: () => match(input.value)?.value,
    set: (value) => {
      input.value = match(value)?.label ?? value;
      check();
    },
  };
}

function numeric(option, id) {
  const input = h("input", {
    type: "number",
    id,
    required: Boolean(option.required),
    min: option.min_value ?? null,
    max: option.max_value ?? null,
    step: option.type === TYPE.integer ? 1 : "any",
    "data-option-input": option.name,
  });
  return {
    input,
    nodes: [input],
    get: () => (input.value === "" ? undefined : Number(input.value)),
    set: (value) => {
      input.value = value;
    },
  };
}

function yesNo(option, id) {
  const input = h(
    "select",
    { id, required: Boolean(option.required), "data-option-input": option.name },
    h("option", { value: "" }, "—"),
    h("option", { value: "true" }, t("yes")),
    h("option", { value: "false" }, t("no")),
  );
  return {
    input,
    nodes: [input],
    get: () => (input.value === "" ? undefined : input.value === "true"),
    set: (value) => {
      input.value = String(value).toLowerCase();
    },
  };
}

function fileInput(option, id) {
  const input = h("input", { type: "file", id, required: Boolean(option.required), "data-option-input": option.name });
  const final = async () => {
    const file = input.files[0];
    if (!file) return undefined;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return { filename: file.name, content_base64: btoa(text) };
  };
  return { input, nodes: [input], get: () => undefined, final, set: () => {} };
}
