// The composer. It posts plain text. A text that begins with a slash is a command.

import { api } from "./api.js";
import { commandForm } from "./command-form.js";
import { commandsFor, matching, readLine } from "./commands.js";
import { fill, h, iconButton } from "./dom.js";
import { mentionsFor, withMentions } from "./mentions.js";
import { addSuggestions } from "./suggestions.js";
import { t } from "./texts.js";

/**
 * Builds the composer. `interact(start, name)` runs a command and shows its result. `posted()` runs after a post, and
 * `changed()` when the member has changed the text.
 */
export function composer({ owner, place, canSend, interact, posted, showError, changed }) {
  const box = h("div", { class: "composer" });
  const label = place.type === 1 ? t("composer-dm") : t("composer-channel", { name: place.name });
  const input = h("textarea", {
    rows: 1,
    maxlength: 4000,
    "aria-label": label,
    placeholder: canSend ? t("composer-dm") : t("composer-commands-only"),
    "data-composer": "",
    on: {
      keydown: enter,
      input: () => {
        grow();
        changed();
      },
    },
  });
  const find = async (text) => {
    if (!text.startsWith("/")) return mentionsFor(text.slice(0, input.selectionStart));
    if (text.includes("\n")) return [];
    const list = await commandsFor(owner, place.id);
    // A complete command with its options needs no suggestions.
    if (readLine(list, text) && /\s/.test(text) && /:/.test(text)) return [];
    return matching(list, text.slice(1)).map((leaf) => ({
      label: `/${leaf.shown}`,
      detail: leaf.description,
      value: leaf.path,
      leaf,
    }));
  };
  const { list } = addSuggestions(input, {
    find,
    label: t("commands"),
    wait: 0,
    choose: (entry) => (entry.leaf ? begin(entry.leaf) : mention(entry)),
  });
  const line = h(
    "form",
    {
      class: "line",
      on: {
        submit: (event) => {
          event.preventDefault();
          send();
        },
      },
    },
    list,
    input,
    iconButton("send", t("composer-send"), { type: "submit", "data-action": "send" }),
  );
  fill(box, line);

  /** Replaces the `@` and the whole word at the cursor by the chosen name and a space. */
  function mention({ label }) {
    const before = input.value.slice(0, input.selectionStart).replace(/@[^@\s]*$/, `${label} `);
    const after = input.value.slice(input.selectionStart).replace(/^[^@\s]* ?/, "");
    input.value = before + after;
    input.setSelectionRange(before.length, before.length);
  }

  function grow() {
    input.style.setProperty("height", "auto");
    input.style.setProperty("height", `${Math.min(input.scrollHeight, 140)}px`);
  }

  function enter(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  }

  async function send() {
    const text = input.value.trim();
    if (!text) return;
    if (text.startsWith("/")) return typed(text);
    try {
      await api.post({ as: owner.id, channel: place.id, content: withMentions(text) });
      input.value = "";
      grow();
      changed();
      posted();
    } catch (error) {
      showError(error.message);
    }
  }

  async function typed(text) {
    try {
      const list = await commandsFor(owner, place.id);
      const read = readLine(list, text);
      if (!read) return showError(await whyUnknown(list, text));
      begin(read.leaf, read.values);
    } catch (error) {
      showError(error.message);
    }
  }

  /** Opens the command's form. If the form needs no more input, runs the command at once. */
  function begin(leaf, values = {}) {
    const form = show(leaf, values);
    const complete = leaf.options.every((option) => !option.required || values[option.name] !== undefined);
    if (complete && (leaf.options.length === 0 || Object.keys(values).length > 0)) form.requestSubmit();
    else form.start();
  }

  function show(leaf, values = {}) {
    input.value = "";
    grow();
    changed();
    const form = commandForm(leaf, { owner, place, values, run, cancel: back });
    fill(box, form);
    return form;

    async function run(options) {
      await interact(
        () => api.command({ as: owner.id, channel: place.id, name: leaf.path, options }),
        `/${leaf.shown}`,
      );
      back();
    }
  }

  function back() {
    fill(box, line);
    input.focus();
  }

  /** Why this channel has no such command: the bot offers it only in the server's channels, or not at all. */
  async function whyUnknown(list, text) {
    if (place.type === 1) {
      const leaf = readLine(await commandsFor(owner, null), text)?.leaf;
      if (leaf) return t("command-not-in-dm", { name: leaf.shown });
    }
    return list.length ? t("command-unknown", { text }) : t("command-none");
  }

  async function named(path) {
    const all = await commandsFor(owner, place.id);
    const leaf = all.find((one) => one.path === path);
    if (!leaf) throw new Error(await whyUnknown(all, `/${path}`));
    return leaf;
  }

  box.begin = async (path, values) => begin(await named(path), values);
  box.open = async (path) => show(await named(path)).start();
  return box;
}
