// Builds the buttons, selects and Components V2 of a message, as Discord shows them. Clicks go to the sandbox.

import { h, icon } from "./dom.js";
import { link, markdown } from "./markdown.js";
import { openSelect } from "./select-dialog.js";
import { cityName } from "./time.js";
import { t } from "./texts.js";
import { member, sandbox } from "./sandbox-state.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };
const SELECTS = new Set([3, 5, 6, 7, 8]);

/** Builds a list of components. `view` is as for `markdown`, with `act(custom_id, values)` for a click or selection. */
export function components(list, view) {
  return h(
    "div",
    { class: "components" },
    list.map((one) => component(one, view)),
  );
}

function component(one, view) {
  switch (one.type) {
    case 1:
      return h(
        "div",
        { class: "row" },
        one.components.map((inner) => component(inner, view)),
      );
    case 2:
      return button(one, view);
    case 9:
      return h(
        "div",
        { class: "section" },
        h(
          "div",
          {},
          one.components.map((inner) => component(inner, view)),
        ),
        one.accessory ? component(one.accessory, view) : null,
      );
    case 10:
      return markdown(one.content, view);
    case 11:
      return h("span", { class: "thumbnail" }, one.description ?? "");
    case 12:
      return h(
        "div",
        { class: "gallery" },
        one.items.map((item) => h("span", { class: "thumbnail" }, item.description ?? "")),
      );
    case 13:
      return h("span", { class: "attachment" }, icon("file"), one.file?.url?.split("/").at(-1) ?? "");
    case 14:
      return h("hr", { class: one.divider === false ? "plain" : null });
    case 17:
      return h(
        "div",
        {
          class: "container",
          css: one.accent_color ? { "--accent": `#${one.accent_color.toString(16).padStart(6, "0")}` } : {},
        },
        one.components.map((inner) => component(inner, view)),
      );
    default:
      return SELECTS.has(one.type) ? select(one, view) : null;
  }
}

const emoji = (one) =>
  one.emoji?.name ? h("span", { class: "emoji", "aria-hidden": one.label ? "true" : null }, one.emoji.name) : null;

function button(one, view) {
  if (one.style === 5)
    return link(one.url, [emoji(one), one.label ?? ""], view, "button link");
  return h(
    "button",
    {
      type: "button",
      class: `button ${STYLES[one.style] ?? "secondary"}`,
      disabled: Boolean(one.disabled),
      "data-component": one.custom_id,
      "data-focus": one.custom_id,
      "data-label": one.label ?? "",
      on: { click: (event) => view.act(one.custom_id, undefined, event.currentTarget) },
    },
    emoji(one),
    one.label ?? "",
  );
}

/** The options of a select: its own options, or the guild's members, roles or channels. */
export function selectOptions(one) {
  const people = [...sandbox.members.values()].map((person) => ({
    value: person.id,
    label: person.name,
    description: cityName(person),
  }));
  const roles = [...sandbox.roles.values()]
    .filter((role) => role.name !== "@everyone")
    .map((role) => ({ value: role.id, label: `@${role.name}` }));
  const wanted = one.channel_types ?? [];
  const channels = [...sandbox.channels.values()]
    .filter((channel) => wanted.length === 0 || wanted.includes(channel.type))
    .filter((channel) => ![10, 11, 12].includes(channel.type) || wanted.length)
    .map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
  const preset = new Set((one.default_values ?? []).map((entry) => entry.id));
  const withDefaults = (list) => list.map((entry) => ({ ...entry, default: preset.has(entry.value) }));
  switch (one.type) {
    case 5:
      return withDefaults(people);
    case 6:
      return withDefaults(roles);
    case 7:
      return withDefaults([...people, ...roles]);
    case 8:
      return withDefaults(channels);
    default:
      return (one.options ?? []).map((option) => ({
        ...option,
        label: option.emoji?.name ? `${option.emoji.name} ${option.label}` : option.label,
      }));
  }
}

function select(one, view) {
  const options = selectOptions(one);
  const chosen = options.filter((option) => option.default);
  const chosenText = chosen.map((option) => option.label).join(", ");
  const name = one.placeholder ?? t("select");
  const control = h(
    "button",
    {
      type: "button",
      class: "select",
      // The choice hides the placeholder, as in Discord's client, but the name keeps it.
      "aria-label": chosenText ? `${name}: ${chosenText}` : name,
      disabled: Boolean(one.disabled),
      "aria-haspopup": "dialog",
      "data-component": one.custom_id,
      "data-focus": one.custom_id,
      "data-select": "",
      on: {
        click: async () => {
          const values = await openSelect(control, {
            title: one.placeholder ?? t("select"),
            options,
            min: one.min_values ?? 1,
            max: one.max_values ?? 1,
          });
          if (values) view.act(one.custom_id, values, control);
        },
      },
    },
    h("span", {}, chosenText || name),
    icon("down"),
  );
  return control;
}

/** The author's id and name. The author may be a member, the bot, or a former member. */
export function authorOf(message) {
  const id = typeof message.author === "object" ? message.author?.id : message.author;
  const person = member(id ?? "");
  if (person) return { id, name: person.name, bot: false };
  const name = typeof message.author === "object" ? (message.author?.name ?? message.author?.username) : null;
  const bot = typeof message.author === "object" ? Boolean(message.author?.bot) : id === sandbox.botUser?.id;
  return { id, name: name ?? (bot ? sandbox.botUser?.name : null) ?? "Magpie", bot };
}
