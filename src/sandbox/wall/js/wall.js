// The wall: one phone per chosen member with its lock screen, and a log of notifications.

import { authorOf } from "./components.js";
import { h, fill, icon, iconButton, keyed } from "./dom.js";
import { mailPanel } from "./mail-panel.js";
import { plainText } from "./markdown.js";
import {
  addPhone,
  lockScreen,
  membersWithoutPhone,
  newestSound,
  phones,
  removePhone,
  soundedIds,
} from "./wall-phones.js";
import { cityName, cityOf, fullLocal, isQuiet, localClock, localDay, localShort, sky, utcClock } from "./time.js";
import { language, pageLocale, t } from "./texts.js";
import { toast } from "./toast.js";
import { byId, fetchInboxes, subscribe, sandbox } from "./sandbox-state.js";

/** The maximum number of lines in the log. */
const LOG_LINES = 40;
/** The number of messages that a lock screen has room for. It only counts all further messages. */
const MAX_NOTES = 1;

/** On a screen of at most these sizes, the open phone covers the wall. The style sheets use the same sizes. */
const COVERED = "(max-width: 820px), (max-height: 480px)";

let grid, log, emptyNote, adder, open, close;
let openHandleNow = () => null;
/** The members whose phones the page announced last as ringing, and when it did so. */
let ringing = { at: -Infinity, names: [] };
const SAME_MOMENT_MS = 4_000;
/** The messages that had sounded when the page last checked for new sounds. */
let soundedBefore = new Set();

/** Starts the wall. `openHandle()` returns the handle of the member whose phone is open, or null. */
export function startWall(place, { openPhone, openHandle, closePhone }) {
  open = openPhone;
  close = closePhone;
  openHandleNow = openHandle;
  build(place);
  soundedBefore = soundedIds();
  subscribe("clock members inbox", show);
  subscribe("inbox", announceRinging);
  subscribe("reset", () => {
    soundedBefore = soundedIds();
    ringing = { at: -Infinity, names: [] };
    build(place);
  });
  document.addEventListener("language", () => build(place));
  // A lit screen goes dark without an event, so check at intervals.
  setInterval(show, 2_500);
}

function build(place) {
  grid = h("ul", { class: "phones" });
  log = h("ol", { class: "notifications" });
  emptyNote = h("p", { class: "hint" }, t("heard-nothing"));
  adder = h("div", { class: "adder" });
  fill(
    place,
    h("div", { class: "wall-head" }, h("h2", { id: "wall-heading" }, t("wall")), adder),
    grid,
    h(
      "section",
      { class: "notification-box", "aria-labelledby": "notification-heading" },
      h("h2", { id: "notification-heading" }, t("heard")),
      h("p", { class: "hint" }, t("heard-hint")),
      // This log contains the texts of the lock screens. Screen readers announce each new line.
      h(
        "div",
        {
          class: "notification-log",
          role: "log",
          tabindex: "0",
          "aria-live": "polite",
          "aria-labelledby": "notification-heading",
        },
        emptyNote,
        log,
      ),
    ),
    mailPanel(),
  );
  show();
}

/** The members on the wall whose phones have sounded for a message in `ids` that is not in `before`. */
const ownersOfNewSounds = (ids, before) =>
  phones().filter((owner) => [...ids].some((id) => !before.has(id) && id.startsWith(`${owner.handle} `)));

/** Announces which phones ring behind the open phone. On a narrow screen, the open phone hides the wall. */
function announceRinging() {
  const now = soundedIds();
  const newlyRinging = ownersOfNewSounds(now, soundedBefore);
  soundedBefore = now;
  const names = newlyRinging.filter((owner) => owner.handle !== openHandleNow()).map((owner) => owner.name);
  if (!openHandleNow() || !matchMedia(COVERED).matches || names.length === 0) return;
  // Messages of the same moment may arrive in several batches.
  const recent = performance.now() - ringing.at < SAME_MOMENT_MS ? ringing.names : [];
  ringing = { at: performance.now(), names: [...new Set([...recent, ...names])] };
  toast(t("rings", { names: ringing.names.join(", ") }));
}

/**
 * Scrolls to the first phone that sounded for a message not in `before`, and closes an open phone that covers it.
 * Returns whether there is such a phone.
 */
export function showRinging(before) {
  const ringingOwners = ownersOfNewSounds(soundedIds(), before);
  if (ringingOwners.length === 0) return false;
  show();
  const otherOwners = ringingOwners.filter((owner) => owner.handle !== openHandleNow());
  if (otherOwners.length === 0) {
    // Only the open phone rang. Open the channel of the message, unless that channel is open already.
    if (newestSound(ringingOwners[0])) open(ringingOwners[0]);
    return true;
  }
  const element = grid.querySelector(`[data-phone="${CSS.escape(otherOwners[0].handle)}"]`);
  const focused = document.activeElement;
  if (openHandleNow() && (matchMedia(COVERED).matches || isCovered(element))) close();
  // Keep the focus on the toolbar's button, so that the person can press it again.
  if (document.getElementById("bar").contains(focused)) focused.focus({ preventScroll: true });
  // On a narrow screen the cards are above the phones. Scroll no further than needed, so that a person still sees what
  // the card asks to look at.
  element.scrollIntoView({ block: matchMedia(COVERED).matches || isInView(element) ? "nearest" : "center" });
  return true;
}

function isInView(element) {
  const box = element.getBoundingClientRect();
  return box.top >= document.getElementById("bar").offsetHeight && box.bottom <= innerHeight;
}

/** Whether the open phone covers this element. In the layout of medium width, it covers a part of the wall. */
function isCovered(element) {
  const box = document.getElementById("open-phone");
  if (getComputedStyle(box).position !== "fixed") return false;
  const [elementBox, phoneBox] = [element, box].map((one) => one.getBoundingClientRect());
  return elementBox.right > phoneBox.left && elementBox.left < phoneBox.right;
}

export function show() {
  const list = phones();
  keyed(grid, list, (one) => one.handle, signature, phone);
  for (const owner of list) tick(grid.querySelector(`[data-phone="${CSS.escape(owner.handle)}"]`), owner);
  showAdder();
  const lines = list
    .flatMap((owner) => (sandbox.inboxes.get(owner.id) ?? []).map((item) => ({ owner, item })))
    .sort((a, b) => byId(a.item, b.item))
    .slice(-LOG_LINES);
  emptyNote.hidden = lines.length > 0;
  keyed(
    log,
    lines.reverse(),
    ({ owner, item }) => `${owner.handle}-${item.id}`,
    () => language(),
    line,
  );
}

function signature(owner) {
  const { sounded, lit, silent } = lockScreen(owner, { isOpen: openHandleNow() === owner.handle });
  return JSON.stringify([
    owner.name,
    owner.city,
    isQuiet(owner),
    sky(owner),
    lit,
    silent,
    openHandleNow() === owner.handle,
    owner.dms_open,
    sounded.map((item) => [item.id, item.lock_screen]),
  ]);
}

/** Updates the time without rebuilding the phone, because a rebuild would restart its animation. */
function tick(element, owner) {
  element.dataset.sky = sky(owner);
  element.querySelector(".lock-time").textContent = localClock(owner);
  element.querySelector(".lock-day").textContent = localDay(owner, sandbox.now, owner.locale ?? undefined);
  element.querySelector(".where-text").textContent = [
    cityOf(owner),
    localShort(owner, sandbox.now),
  ]
    .filter(Boolean)
    .join(" · ");
}

function phone(owner) {
  const isOpenPhone = openHandleNow() === owner.handle;
  const { sounded, lit, silent } = lockScreen(owner, { isOpen: isOpenPhone });
  const isAsleep = isQuiet(owner);
  const label = t("phone-open", { name: owner.name });
  const screen = h(
    "button",
    {
      type: "button",
      class: "screen",
      "data-action": "open",
      "data-open-phone": owner.handle,
      "data-focus": "open",
      title: label,
      on: { click: () => open(owner) },
    },
    h(
      "span",
      { class: "glass", "data-lock": owner.handle },
      h("span", { class: "unseen" }, label),
      h("span", { class: "sky", "aria-hidden": "true" }),
      h("span", { class: "lock-time" }),
      h("span", { class: "lock-day" }),
      h(
        "span",
        { class: "notes" },
        sounded
          .slice(-MAX_NOTES)
          .reverse()
          .map((item) => note(item, owner)),
      ),
      sounded.length > MAX_NOTES
        ? h("span", { class: "more" }, t("lock-more", { count: sounded.length - MAX_NOTES }))
        : null,
    ),
  );
  return h(
    "li",
    {
      class: "phone",
      "data-phone": owner.handle,
      "data-lit": String(lit),
      "data-asleep": String(isAsleep),
      "data-opened": String(isOpenPhone),
      "data-sounded": String(sounded.length),
      "data-silent": String(silent),
    },
    h("div", { class: "case" }, screen),
    caption(owner, { isAsleep, silent, sounded, isOpenPhone }),
  );
}

function note(item, owner) {
  return h(
    "span",
    { class: "note" },
    h(
      "span",
      { class: "note-from" },
      h("img", { src: "/wall/magpie.svg", alt: "", width: 14, height: 14 }),
      h("b", {}, authorOf(item).name),
      item.kind === "mention" ? h("span", { class: "note-mention" }, t("lock-mention")) : h("span", {}, "Discord"),
    ),
    h("span", { class: "note-text", "data-lock-text": "" }, plainText(item.lock_screen ?? "", owner)),
  );
}

function caption(owner, { isAsleep, silent, sounded, isOpenPhone }) {
  const state = isOpenPhone
    ? t("phone-held")
    : sounded.length
      ? t("phone-sounded", { count: sounded.length })
      : silent
        ? t("phone-silent", { count: silent })
        : t("phone-dark");
  return h(
    "div",
    { class: "caption" },
    h(
      "div",
      { class: "who" },
      h("strong", {}, owner.name),
      h(
        "span",
        { class: "where" },
        icon(sky(owner) === "night" || isAsleep ? "moon" : "sun"),
        h("span", { class: "where-text" }),
        isAsleep ? h("span", { class: "unseen" }, ` · ${t("phone-asleep")}`) : null,
      ),
      h(
        "span",
        { class: "phone-state", "data-phone-state": "" },
        icon(sounded.length ? "bell" : silent ? "mute" : isOpenPhone ? "eye" : "lock"),
        state,
      ),
    ),
    iconButton("close", t("phone-remove", { name: owner.name }), {
      class: "icon-button remove",
      "data-focus": "remove",
      on: {
        click: () => {
          if (openHandleNow() === owner.handle) close();
          const next = neighbour(owner);
          removePhone(owner.handle);
          show();
          const beside = grid.querySelector(`[data-phone="${CSS.escape(next ?? "")}"] .remove`);
          (beside ?? adder.querySelector("select")).focus();
        },
      },
    }),
  );
}

/** The handle of the phone after this phone on the wall, or else of the phone before it; null if it is the only one. */
function neighbour(owner) {
  const list = phones().map((one) => one.handle);
  const at = list.indexOf(owner.handle);
  return list[at + 1] ?? list[at - 1] ?? null;
}

function line({ owner, item }) {
  // Show the text as it arrived, because a later edit of the message did not change the lock screen.
  const text = plainText(item.arrived_as ?? item.lock_screen ?? item.content ?? "", owner);
  return h(
    "li",
    { "data-sounds": String(Boolean(item.sounds)), "data-notified": owner.handle },
    icon(item.sounds ? "bell" : "mute"),
    h(
      "p",
      {},
      h("span", { class: "notification-time" }, `${utcClock(Date.parse(item.at))} ${t("utc")}`),
      " ",
      h("b", {}, owner.name),
      " ",
      h(
        "span",
        { class: "notification-local-time", title: fullLocal(Date.parse(item.at), { ...owner, locale: pageLocale() }) },
        t("heard-local", { time: localShort(owner, Date.parse(item.at), item.offset_minutes ?? null) }),
      ),
      " ",
      item.sounds ? h("span", {}, t("heard-sounded")) : h("i", {}, t("heard-silent")),
      " ",
      h("q", { lang: owner.locale }, text.length > 140 ? `${text.slice(0, 140)}…` : text),
    ),
  );
}

function showAdder() {
  const list = membersWithoutPhone();
  const mark = [language(), ...list.map((one) => one.id)].join();
  if (adder.mark === mark) return;
  adder.mark = mark;
  const choice = h(
    "select",
    { id: "add-phone", "data-action": "choose-phone" },
    list
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((one) => h("option", { value: one.handle }, [one.name, cityName(one)].filter(Boolean).join(" · "))),
  );
  const add = () => {
    const handle = choice.value;
    if (!handle) return;
    addPhone(handle);
    fetchInboxes();
    show();
    // Move the focus to the new phone, because it may be out of view and the focused list was rebuilt.
    grid.querySelector(`[data-phone="${CSS.escape(handle)}"] [data-action=open]`)?.focus();
  };
  fill(
    adder,
    h("label", { for: "add-phone" }, t("phone-add")),
    choice,
    h(
      "button",
      { type: "button", "data-action": "add-phone", disabled: list.length === 0, on: { click: add } },
      icon("plus"),
      t("phone-add-button"),
    ),
  );
}
