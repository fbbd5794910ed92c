// Renders Discord's markdown as DOM nodes. The text of a message is never parsed as HTML.

import { commandName } from "./commands.js";
import { discordLink } from "./discord-link.js";
import { h } from "./dom.js";
import { discordTime, fullLocal } from "./time.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";
import { member, sandbox } from "./sandbox-state.js";

const INLINE = [
  { open: /^\\([\\*_~`|>#<[\]()-])/, build: (m) => document.createTextNode(m[1]) },
  { open: /^```(?:(\w+)\n)?\n?([\s\S]+?)```/, build: (m) => h("pre", {}, h("code", {}, m[2])) },
  { open: /^(`{1,2})([\s\S]+?)\1(?!`)/, build: (m) => h("code", {}, m[2]) },
  { open: /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, build: (m, view) => timestamp(m, view) },
  { open: /^<@!?(\d+)>/, build: (m, view) => userMention(m[1], view) },
  { open: /^<@&(\d+)>/, build: (m) => h("span", { class: "mention" }, `@${sandbox.roles.get(m[1])?.name ?? "role"}`) },
  { open: /^<#(\d+)>/, build: (m, view) => channelMention(m[1], view) },
  { open: /^<\/([\w -]+):(\d+)>/, build: (m, view) => commandMention(m[1], m[2], view) },
  { open: /^<a?:(\w+):\d+>/, build: (m) => document.createTextNode(`:${m[1]}:`) },
  { open: /^@(everyone|here)\b/, build: (m) => h("span", { class: "mention" }, m[0]) },
  {
    open: /^\[((?:[^[\]\\]|\\.)+)\]\(<?(https?:\/\/[^\s<>)]+)>?\)/,
    build: (m, view) => link(m[2], inline(m[1], view), view),
  },
  { open: /^<(https?:\/\/[^\s<>]+)>/, build: (m, view) => link(m[1], m[1], view) },
  { open: /^https?:\/\/[^\s<>]+[^\s<>.,;:!?'")\]]/, build: (m, view) => link(m[0], m[0], view) },
  { open: /^\*\*\*([\s\S]+?)\*\*\*/, build: (m, view) => h("strong", {}, h("em", {}, inline(m[1], view))) },
  { open: /^\*\*([\s\S]+?)\*\*(?!\*)/, build: (m, view) => h("strong", {}, inline(m[1], view)) },
  { open: /^__([\s\S]+?)__(?!_)/, build: (m, view) => h("u", {}, inline(m[1], view)) },
  { open: /^~~([\s\S]+?)~~/, build: (m, view) => h("s", {}, inline(m[1], view)) },
  { open: /^\|\|([\s\S]+?)\|\|/, build: (m, view) => spoiler(inline(m[1], view)) },
  { open: /^\*(?!\s)([^*]+?)\*(?!\*)/, build: (m, view) => h("em", {}, inline(m[1], view)) },
  // An underscore inside a word is not markup: `main_room_link`.
  { open: /^_(?!\s)([^_]+?)_(?!\w)/, afterWord: false, build: (m, view) => h("em", {}, inline(m[1], view)) },
];

/**
 * Renders inline markup as a list of nodes. `view` is `{ member, channel, goTo(channelId), openCommand(path) }`. Local
 * times, commands and channel links need it.
 */
export function inline(text, view) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(plain));
    plain = "";
  };
  while (at < text.length) {
    const rest = text.slice(at);
    const inWord = /\w$/.test(text.slice(0, at));
    let found = null;
    for (const rule of INLINE) {
      if (rule.afterWord === false && inWord) continue;
      const match = rule.open.exec(rest);
      if (match) {
        found = { rule, match };
        break;
      }
    }
    if (found) {
      flush();
      nodes.push(found.rule.build(found.match, view));
      at += found.match[0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function timestamp([, seconds, style], view) {
  const at = Number(seconds) * 1000;
  return h(
    "time",
    {
      class: "stamp",
      datetime: new Date(at).toISOString(),
      title: fullLocal(at, view.member),
      "data-style": style ?? "f",
      "data-unix": seconds,
    },
    discordTime(Number(seconds), style ?? "f", view.member),
  );
}

function userMention(id, view) {
  const name = id === sandbox.botUser?.id ? (sandbox.botUser.name ?? "Magpie") : (member(id)?.name ?? id);
  return h("span", { class: id === view.member?.id ? "mention me" : "mention" }, `@${name}`);
}

function channelMention(id, view) {
  const name = view.channelName?.(id) ?? sandbox.channels.get(id)?.name;
  if (!name) return h("span", { class: "mention" }, "#?");
  return view.goTo
    ? h("button", { type: "button", class: "mention", on: { click: () => view.goTo(id) } }, `#${name}`)
    : h("span", { class: "mention" }, `#${name}`);
}

/** Builds a link. A discord.com link opens on this phone, because the real Discord does not have these channels. */
export function link(address, content, view, className = null) {
  const inside = discordLink(address);
  if (!inside)
    return h("a", { class: className, href: address, target: "_blank", rel: "noopener noreferrer" }, content);
  const follow = () => {
    if (inside.channel && view.goTo) view.goTo(inside.channel, inside.message);
    else toast(t("link-inside"));
  };
  return h(
    "button",
    { type: "button", class: className ?? "as-link inline", title: address, on: { click: follow } },
    content,
  );
}

function commandMention(path, id, view) {
  const props = { class: "mention command", "data-command-mention": path };
  const chip = view.openCommand
    ? h("button", { type: "button", ...props, on: { click: () => view.openCommand(path) } }, `/${path}`)
    : h("span", props, `/${path}`);
  if (view.member && view.channel) {
    commandName(view.member, view.channel, path, id).then((name) => {
      chip.textContent = `/${name}`;
    });
  }
  return chip;
}

function spoiler(nodes) {
  const cover = h(
    "button",
    {
      type: "button",
      class: "spoiler",
      "aria-expanded": "false",
      on: { click: () => cover.setAttribute("aria-expanded", "true") },
    },
    nodes,
  );
  return cover;
}

/** Renders a whole message: line blocks (headings, quotes, lists, code) with inline markup. */
export function markdown(text, view) {
  const parts = [];
  // Split off code blocks first, so that no line inside a code block becomes a list or a quote.
  for (const piece of text.split(/(```[\s\S]+?```)/)) {
    if (/^```[\s\S]+```$/.test(piece)) parts.push(...inline(piece, view));
    else if (piece) parts.push(...blocks(piece.replace(/^\n|\n$/g, ""), view));
  }
  return h("div", { class: "markdown" }, parts);
}

function blocks(text, view) {
  const lines = text.split("\n");
  const parts = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    const heading = /^(#{1,3}) (.+)/.exec(line);
    const small = /^-# (.+)/.exec(line);
    if (heading) {
      // Show a heading as large text and not as a heading element, because the page has its own outline.
      parts.push(h("p", { class: `heading level-${heading[1].length}` }, inline(heading[2], view)));
      index += 1;
    } else if (small) {
      parts.push(h("p", { class: "small" }, inline(small[1], view)));
      index += 1;
    } else if (line.startsWith("> ")) {
      const quoted = take((l) => l.startsWith("> "));
      parts.push(h("blockquote", {}, blocks(quoted.map((l) => l.slice(2)).join("\n"), view)));
    } else if (line.startsWith(">>> ")) {
      parts.push(h("blockquote", {}, blocks([line.slice(4), ...lines.slice(index + 1)].join("\n"), view)));
      index = lines.length;
    } else if (/^\s*[-*] /.test(line)) {
      parts.push(
        h(
          "ul",
          {},
          take((l) => /^\s*[-*] /.test(l)).map((l) =>
            h("li", { class: /^\s{2,}/.test(l) ? "deep" : null }, inline(l.replace(/^\s*[-*] /, ""), view)),
          ),
        ),
      );
    } else if (/^\s*\d+\. /.test(line)) {
      const start = Number(/\d+/.exec(line)[0]);
      parts.push(
        h(
          "ol",
          { start: start === 1 ? null : start },
          take((l) => /^\s*\d+\. /.test(l)).map((l) => h("li", {}, inline(l.replace(/^\s*\d+\. /, ""), view))),
        ),
      );
    } else {
      const plain = take((l, first) => first || !/^(#{1,3} |-# |> |>>> |\s*[-*] |\s*\d+\. )/.test(l));
      parts.push(
        h(
          "p",
          {},
          plain.flatMap((l, i) => (i ? [h("br"), ...inline(l, view)] : inline(l, view))),
        ),
      );
    }
  }
  return parts;

  function take(belongs) {
    const taken = [];
    while (index < lines.length && belongs(lines[index], taken.length === 0)) taken.push(lines[index++]);
    return taken;
  }
}

/** The text as a notification shows it: without markup, and with times and names as plain text. */
export function plainText(text, owner) {
  const shown = markdown(text, { member: owner });
  for (const line of shown.querySelectorAll("br, p, li")) line.after("\n");
  return shown.textContent.trim();
}
