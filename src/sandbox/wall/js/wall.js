// The wall: one phone per chosen member, with the lock screen that its owner would see across the room, and the list of what sounded.

import { authorOf } from "./components.js";
import { h, fill, icon, iconButton, keyed } from "./dom.js";
import { plainText } from "./markdown.js";
import { hang, lockScreen, others, phones, takeDown } from "./phones.js";
import { fullLocal, localClock, localDay, localShort, quiet, sky, utcClock } from "./time.js";
import { w } from "./words.js";
import { byId, fetchInboxes, onChange, world } from "./world.js";

/** How many lines of what sounded are kept in sight. */
const LOG_LINES = 40;
/** What fits on a small screen; the rest is counted. */
const NOTES = 2;

let grid, log, adder, open;
let inHand = () => null;

/** `openPhone(member)` puts a phone into the hand; `held()` tells whose is there now. */
export function startWall(place, { openPhone, held }) {
  open = openPhone;
  inHand = held;
  build(place);
  onChange("clock members inbox hand", show);
  document.addEventListener("language", () => build(place));
  // The glow of a fresh message ends by itself.
  setInterval(show, 2_500);
}

function build(place) {
  grid = h("ul", { class: "phones" });
  log = h("ol", { class: "heard" });
  adder = h("div", { class: "adder" });
  fill(place,
    h("div", { class: "wall-head" }, h("h2", { id: "wall-heading" }, w("wall")), adder),
    grid,
    h("section", { class: "heard-box", "aria-labelledby": "heard-heading" },
      h("h2", { id: "heard-heading" }, w("heard")),
      h("p", { class: "hint" }, w("heard-hint")),
      // The lock screens for who does not see them: each new line is read out.
      h("div", { class: "heard-log", role: "log", tabindex: "0", "aria-live": "polite", "aria-labelledby": "heard-heading" }, log)));
  show();
}

export function show() {
  const list = phones();
  keyed(grid, list, (one) => one.handle, signature, phone);
  for (const owner of list) tick(grid.querySelector(`[data-phone="${CSS.escape(owner.handle)}"]`), owner);
  showAdder();
  const lines = list.flatMap((owner) => (world.inboxes.get(owner.id) ?? []).map((item) => ({ owner, item })))
    .sort((a, b) => byId(a.item, b.item)).slice(-LOG_LINES);
  keyed(log, lines.reverse(), ({ owner, item }) => `${owner.handle}-${item.id}`, ({ item }) => `${item.sounds}${item.lock_screen}`, line);
}

function signature(owner) {
  const { sounded, lit, silent } = lockScreen(owner, { inHand: inHand() === owner.handle });
  return JSON.stringify([owner.name, owner.city, quiet(owner), sky(owner), lit, silent, inHand() === owner.handle, owner.dms_open, sounded.map((item) => [item.id, item.lock_screen])]);
}

/** Time goes on without building the phone anew: a fresh message must not light up twice. */
function tick(element, owner) {
  element.dataset.sky = sky(owner);
  element.querySelector(".lock-time").textContent = localClock(owner);
  element.querySelector(".lock-day").textContent = localDay(owner, world.now, owner.locale ?? undefined);
  element.querySelector(".where-text").textContent = [owner.name.includes(owner.city) ? null : owner.city, localShort(owner, world.now)].filter(Boolean).join(" · ");
}

function phone(owner) {
  const held = inHand() === owner.handle;
  const { sounded, lit, silent } = lockScreen(owner, { inHand: held });
  const asleep = quiet(owner);
  const label = w("phone-open", { name: owner.name });
  const screen = h("button", {
    type: "button", class: "screen", "data-action": "open", "data-open-phone": owner.handle, "data-focus": "open", title: label,
    on: { click: () => open(owner) },
  },
  h("span", { class: "glass", "data-lock": owner.handle },
    h("span", { class: "unseen" }, label),
    h("span", { class: "sky", "aria-hidden": "true" }),
    h("span", { class: "lock-time" }),
    h("span", { class: "lock-day" }),
    h("span", { class: "notes" }, sounded.slice(-NOTES).reverse().map((item) => note(item, owner))),
    sounded.length > NOTES ? h("span", { class: "more" }, w("lock-more", { count: sounded.length - NOTES })) : null));
  return h("li", {
    class: "phone", "data-phone": owner.handle, "data-lit": String(lit), "data-asleep": String(asleep), "data-held": String(held),
    "data-sounded": String(sounded.length), "data-silent": String(silent),
  },
  h("div", { class: "case" }, screen),
  caption(owner, { asleep, silent, sounded, held }));
}

function note(item, owner) {
  return h("span", { class: "note" },
    h("span", { class: "note-from" }, h("img", { src: "/wall/magpie.svg", alt: "", width: 14, height: 14 }), h("b", {}, authorOf(item).name), h("span", {}, item.kind === "mention" ? w("lock-mention") : "Discord")),
    h("span", { class: "note-text", "data-lock-text": "" }, plainText(item.lock_screen ?? "", owner)));
}

function caption(owner, { asleep, silent, sounded, held }) {
  const state = held ? w("phone-held")
    : sounded.length ? w("phone-sounded", { count: sounded.length })
    : silent ? w("phone-silent", { count: silent })
    : w("phone-dark");
  return h("div", { class: "caption" },
    h("div", { class: "who" },
      h("strong", {}, owner.name),
      h("span", { class: "where" }, icon(sky(owner) === "night" || asleep ? "moon" : "sun"), h("span", { class: "where-text" }),
        asleep ? h("span", { class: "unseen" }, ` · ${w("phone-asleep")}`) : null),
      h("span", { class: "phone-state", "data-phone-state": "" }, icon(sounded.length ? "bell" : silent ? "mute" : held ? "eye" : "lock"), state)),
    iconButton("close", w("phone-remove", { name: owner.name }), { class: "icon-button remove", "data-focus": "remove", on: { click: () => { takeDown(owner.handle); show(); } } }));
}

function line({ owner, item }) {
  const text = plainText(item.lock_screen ?? item.content ?? "", owner);
  return h("li", { "data-sounds": String(Boolean(item.sounds)), "data-heard": owner.handle },
    icon(item.sounds ? "bell" : "mute"),
    h("p", {},
      h("span", { class: "heard-when" }, `${utcClock(Date.parse(item.at))} ${w("utc")}`), " ",
      h("b", {}, owner.name), " ",
      h("span", { class: "heard-local", title: fullLocal(Date.parse(item.at), owner) }, w("heard-local", { time: localShort(owner, Date.parse(item.at)) })), " ",
      item.sounds ? h("span", {}, w("heard-sounded")) : h("i", {}, w("heard-silent")), " ",
      h("q", { lang: owner.locale }, text.length > 140 ? `${text.slice(0, 140)}…` : text)));
}

function showAdder() {
  const list = others();
  const mark = list.map((one) => one.id).join();
  if (adder.mark === mark) return;
  adder.mark = mark;
  const choice = h("select", { id: "add-phone", "data-action": "choose-phone" },
    list.sort((a, b) => a.name.localeCompare(b.name)).map((one) => h("option", { value: one.handle }, [one.name, one.city].filter(Boolean).join(" · "))));
  const add = () => {
    if (!choice.value) return;
    hang(choice.value);
    fetchInboxes();
    show();
  };
  fill(adder, h("label", { for: "add-phone" }, w("phone-add")), choice,
    h("button", { type: "button", "data-action": "add-phone", disabled: list.length === 0, on: { click: add } }, icon("plus"), w("phone-add-button")));
}

