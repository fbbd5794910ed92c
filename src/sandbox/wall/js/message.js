// One message, as Discord shows it to one member.

import { authorOf, components } from "./components.js";
import { h, icon, iconButton } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { fullLocal, localClock, localShort, utcClock } from "./time.js";
import { t } from "./texts.js";
import { member } from "./sandbox-state.js";

const SILENT = 4096;
const EPHEMERAL = 64;

export const isEphemeral = (message) => Boolean((message.flags ?? 0) & EPHEMERAL) || message.ephemeral === true;

/** Builds a message. `view` is `{ member, goTo(id), act(message, custom_id, values), dismiss(message) }`. */
export function message(one, view) {
  const author = authorOf(one);
  const at = Date.parse(one.at);
  const own = { ...view, act: (id, values, control) => view.act(one, id, values, control) };
  const ephemeral = isEphemeral(one);
  const mine = (one.mentions ?? []).some((entry) => (entry.id ?? entry) === view.member.id);
  return h(
    "li",
    {
      class: "message",
      "data-message": one.id,
      "data-author": author.bot ? "magpie" : author.name,
      "data-ephemeral": String(ephemeral),
      "data-mentions-me": String(mine),
    },
    avatar(author),
    h(
      "article",
      {
        class: "message-body",
        "aria-label": t("message-by", { name: author.name, time: localClock(view.member, at) }),
      },
      usedCommand(one),
      h(
        "header",
        {},
        h("strong", { class: "author" }, author.name),
        author.bot ? h("span", { class: "app-tag" }, t("app-tag")) : null,
        h("time", { datetime: one.at, title: fullLocal(at, view.member) }, localShort(view.member, at)),
        (one.flags ?? 0) & SILENT
          ? h(
              "span",
              { class: "silent", title: t("silent-hint") },
              icon("mute"),
              h("span", { class: "unseen" }, t("silent-hint")),
            )
          : null,
      ),
      one.content
        ? h(
            "div",
            { class: "content", "data-content": "" },
            markdown(one.content, own),
            one.edited_at ? edited(one) : null,
          )
        : null,
      (one.embeds ?? []).map((embed) => embedded(embed, own)),
      (one.attachments ?? []).map(attachment),
      one.components?.length ? components(one.components, own) : null,
      reactions(one),
      ephemeral ? onlyYou(one, view) : null,
    ),
  );
}

function usedCommand(one) {
  const used = one.interaction ?? one.interaction_metadata;
  if (!used?.name) return null;
  const user = member(used.user?.id ?? used.user ?? used.user_id ?? "");
  return h("p", { class: "used" }, t("used-command", { name: user?.name ?? "?" }), " ", h("b", {}, `/${used.name}`));
}

function edited(one) {
  return h(
    "small",
    { class: "edited", title: `${utcClock(Date.parse(one.edited_at))} ${t("utc")}` },
    ` (${t("edited")})`,
  );
}

/** Builds an avatar: the initials on a colour derived from the name, or the logo for the bot. */
export function avatar(author) {
  if (author.bot)
    return h(
      "span",
      { class: "avatar bird", "aria-hidden": "true" },
      h("img", { src: "/wall/magpie.svg", alt: "", width: 36, height: 36 }),
    );
  const words = author.name.replace(/^Member /, "").split(/\s+/);
  const hue = [...author.name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  return h(
    "span",
    { class: "avatar", "aria-hidden": "true", css: { "--hue": String(hue) } },
    words
      .slice(0, 2)
      .map((word) => word[0])
      .join(""),
  );
}

function embedded(embed, view) {
  return h(
    "div",
    { class: "embed", css: embed.color ? { "--accent": `#${embed.color.toString(16).padStart(6, "0")}` } : {} },
    embed.author?.name ? h("p", { class: "embed-author" }, embed.author.name) : null,
    embed.title ? h("p", { class: "embed-title" }, inline(embed.title, view)) : null,
    embed.description ? markdown(embed.description, view) : null,
    embed.fields?.length
      ? h(
          "dl",
          {},
          embed.fields.map((field) =>
            h(
              "div",
              { class: field.inline ? "inline" : null },
              h("dt", {}, inline(field.name, view)),
              h("dd", {}, markdown(field.value, view)),
            ),
          ),
        )
      : null,
    embed.footer?.text ? h("p", { class: "embed-footer" }, embed.footer.text) : null,
  );
}

/** Builds an attachment: a picture with its description, or a file to download. */
function attachment(file) {
  if (file.url && file.content_type?.startsWith("image/")) return picture(file);
  const kb = file.size === undefined ? "" : ` · ${Math.max(1, Math.round(file.size / 1024))} kB`;
  const local = file.url ? new URL(file.url, location.href) : null;
  const words = [icon("file"), h("span", {}, file.filename ?? "file"), h("small", {}, kb)];
  return local
    ? h("a", { class: "attachment", href: local.pathname + local.search, download: file.filename ?? "" }, words)
    : h("span", { class: "attachment" }, words);
}

function picture(file) {
  const local = new URL(file.url, location.href);
  const src = local.pathname + local.search;
  const image = h("img", { src, alt: file.description ?? file.filename ?? "" });
  return h("a", { class: "picture", href: src, download: file.filename ?? "" }, image);
}

function reactions(one) {
  if (!one.reactions?.length) return null;
  return h(
    "p",
    { class: "reactions" },
    one.reactions.map((entry) => h("span", {}, `${entry.emoji?.name ?? entry.name ?? "?"} ${entry.count ?? 1}`)),
  );
}

function onlyYou(one, view) {
  return h(
    "p",
    { class: "only-you" },
    icon("eye"),
    t("only-you"),
    " · ",
    h(
      "button",
      { type: "button", class: "as-link", "data-focus": "dismiss", on: { click: () => view.dismiss(one) } },
      t("dismiss"),
    ),
  );
}

/** Builds the notice that Discord shows for a failed interaction. */
export function failure(text, close) {
  return h(
    "p",
    { class: "failed", role: "alert", "data-failed": "" },
    h("span", {}, h("b", {}, t("interaction-failed")), " ", text),
    iconButton("close", t("dismiss"), { on: { click: close } }),
  );
}
