// The mail panel: the mailboxes that got e-mails, and the e-mails in them. People who are not on Discord have no phone on
// the wall, so this is where one sees what reaches them.

import { api } from "./api.js";
import { fill, h } from "./dom.js";
import { subscribe } from "./sandbox-state.js";
import { language, t } from "./texts.js";
import { utcTime } from "./time.js";

/** The addresses that got e-mails, each with its e-mails, the newest first. */
let mailboxes = [];
/** The addresses whose mailboxes are open. */
const opened = new Set();
let place = null;
let shown = "";

/** Builds the section. The wall calls this again after a change of language. */
export function mailPanel() {
  place = h("div", { class: "mailboxes" });
  shown = "";
  show();
  return h(
    "section",
    { class: "notification-box mail-box", "aria-labelledby": "mail-heading" },
    h("h2", { id: "mail-heading" }, t("mail")),
    h("p", { class: "hint" }, t("mail-hint")),
    place,
  );
}

/** Keeps the panel up to date. */
export function startMail() {
  subscribe("mail", fetchMail);
  subscribe("reset", () => {
    opened.clear();
    mailboxes = [];
    show();
    fetchMail();
  });
  fetchMail();
}

async function fetchMail() {
  try {
    const answer = await api.mailboxes();
    mailboxes = await Promise.all(
      answer.mailboxes.map(async ({ address }) => ({ address, mails: (await api.mails(address)).reverse() })),
    );
    show();
  } catch {
    // The next change fetches it again. Another fetch of the page tells the person that the sandbox is gone.
  }
}

function show() {
  if (!place) return;
  const mark = JSON.stringify([language(), mailboxes.map(({ address, mails }) => [address, mails.length])]);
  if (mark === shown) return;
  shown = mark;
  const focused = place.contains(document.activeElement) ? document.activeElement.closest("details") : null;
  const address = focused?.dataset.mailbox;
  fill(place, mailboxes.length ? mailboxes.map(mailbox) : h("p", { class: "hint" }, t("mail-none")));
  if (address) place.querySelector(`[data-mailbox="${CSS.escape(address)}"] summary`)?.focus({ preventScroll: true });
}

function mailbox({ address, mails }) {
  return h(
    "details",
    {
      class: "mailbox",
      "data-mailbox": address,
      open: opened.has(address),
      on: {
        toggle: (event) => {
          if (event.target.open) opened.add(address);
          else opened.delete(address);
        },
      },
    },
    h("summary", {}, h("strong", {}, address), ` (${mails.length})`),
    mails.map(email),
  );
}

function email(mail) {
  return h(
    "article",
    { class: "mail", "data-mail": String(mail.id) },
    h("h3", {}, mail.subject),
    h("p", { class: "hint" }, t("mail-from", { from: mail.headers.From ?? mail.from, time: utcTime(Date.parse(mail.at)) })),
    h("div", { class: "mail-text", lang: languageOf(mail) }, withLinks(mail.text)),
  );
}

/** The language that the e-mail's HTML names, for screen readers. */
const languageOf = (mail) => /<html lang="([a-z-]+)"/.exec(mail.html)?.[1] ?? null;

/** The text with its web addresses as links. */
function withLinks(text) {
  return text
    .trim()
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,)])/)
    .map((piece, index) =>
      index % 2 ? h("a", { href: piece, target: "_blank", rel: "noopener noreferrer" }, piece) : piece,
    );
}
