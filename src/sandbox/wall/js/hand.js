// The phone in the hand: the chosen member's own client, with its list of places and the place that is open.

import { api } from "./api.js";
import { conversation } from "./conversation.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { avatar } from "./message.js";
import { hang, markRead } from "./phones.js";
import { settings } from "./settings.js";
import { localClock, localDay, quiet, sky, utcClock } from "./time.js";
import { toast } from "./toast.js";
import { w } from "./words.js";
import { member, onChange, world } from "./world.js";
import { show as showWall } from "./wall.js";

const DM = 1;
const THREADS = new Set([10, 11, 12]);
const CATEGORY = 4;

let box, status, screen;
/** `{handle, place, channels, open}`: whose phone, where in it. */
let hand = null;
/** By member and channel: how far its owner has read, as counted by the page. */
const readUpTo = new Map();

export const held = () => hand?.handle ?? null;

export function startHand(place) {
  box = place;
  onChange("clock members", showStatus);
  onChange("channels messages", () => hand && loadChannels().catch((fault) => toast(fault.message)));
  // What arrives in an open direct message is seen at once.
  onChange("inbox", () => {
    if (hand?.place?.type === DM && markRead(member(hand.handle))) showWall();
  });
  onChange("reset", () => hand && openPhone(member(hand.handle)));
  document.addEventListener("language", () => hand && openPhone(member(hand.handle), hand.place));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && hand && box.contains(event.target) && !event.defaultPrevented) closePhone();
  });
}

/** Takes `owner`'s phone into the hand and opens a place in it: the direct messages with the bot, unless told otherwise. */
export async function openPhone(owner, where = null) {
  if (!owner) return closePhone();
  hang(owner.handle);
  hand = { handle: owner.handle, place: null, channels: [], open: null };
  document.body.dataset.hand = owner.handle;
  box.hidden = false;
  status = h("div", { class: "status-bar" });
  screen = h("div", { class: "app", "data-screen": "places" });
  fill(box, h("div", { class: "device", "data-hand": owner.handle, "data-sky": sky(owner) }, status, screen));
  showStatus();
  try {
    await loadChannels();
  } catch (fault) {
    toast(fault.message);
  }
  if (hand?.handle !== owner.handle) return;
  const wanted = where && (hand.channels.find((one) => one.id === where.id || one.name === where.name || one.id === where || one.name === where));
  goTo(wanted ?? dm());
  box.focus({ preventScroll: true });
  if (box.getBoundingClientRect().top < 0 || box.getBoundingClientRect().top > innerHeight * 0.6) box.scrollIntoView({ block: "start" });
  showWall();
}

export function closePhone() {
  const handle = hand?.handle;
  hand = null;
  delete document.body.dataset.hand;
  box.hidden = true;
  box.replaceChildren();
  showWall();
  document.querySelector(`[data-phone="${handle}"] [data-action=open]`)?.focus();
}

async function loadChannels() {
  const owner = member(hand.handle);
  if (!owner) return closePhone();
  const here = hand;
  const answer = await api.channels(owner.id);
  if (hand !== here) return;
  hand.channels = answer.channels ?? answer;
  if (!hand.place) {
    if (screen.dataset.screen === "places") showPlaces();
  } else {
    const now = hand.place.type === DM ? dm() : hand.channels.find((one) => one.id === hand.place.id);
    if (now && JSON.stringify(now) !== JSON.stringify(hand.place)) {
      // The direct message got its id, a thread was archived, or the right to write changed.
      const moved = now.id !== hand.place.id || now.can_send !== hand.place.can_send;
      hand.place = now;
      if (moved) goTo(now);
    }
  }
}

const dm = () => hand.channels.find((one) => one.type === DM) ?? { id: "dm", name: "dm", type: DM, can_send: true };

function showStatus() {
  if (!hand) return;
  const owner = member(hand.handle);
  if (!owner) return;
  box.firstElementChild.dataset.sky = sky(owner);
  fill(status,
    h("strong", { class: "status-time" }, localClock(owner)),
    h("span", { class: "status-day" }, localDay(owner), " ", h("small", {}, `(${utcClock(world.now)} ${w("utc")})`)),
    icon(quiet(owner) || sky(owner) === "night" ? "moon" : "sun"),
    iconButton("close", w("phone-put-away", { name: owner.name }), { "data-action": "put-away", on: { click: closePhone } }));
}

function leavePlace() {
  if (hand.place) readUpTo.set(`${hand.handle} ${hand.place.id}`, world.touched.get(hand.place.id) ?? 0);
  hand.open?.stop();
  hand.open = null;
}

/** Whether something happened there that this member has not looked at. */
const hasNews = (place) => (world.touched.get(place.id) ?? 0) > (readUpTo.get(`${hand.handle} ${place.id}`) ?? 0);

/** The list of what this member can see. */
function showPlaces() {
  leavePlace();
  hand.place = null;
  screen.dataset.screen = "places";
  const owner = member(hand.handle);
  const top = hand.channels.filter((one) => one.type !== DM && one.type !== CATEGORY && !THREADS.has(one.type));
  const threads = (parent) => hand.channels.filter((one) => THREADS.has(one.type) && one.parent === parent);
  const entry = (one) => h("button", { type: "button", class: "place", "data-place": one.name, "data-place-id": one.id, "data-news": String(hasNews(one)), on: { click: () => enter(one) } },
    icon(one.type === 12 ? "lock" : THREADS.has(one.type) ? "thread" : "hash"), h("span", {}, one.name, one.topic ? h("small", {}, one.topic) : null),
    hasNews(one) ? h("span", { class: "news" }, w("place-news")) : null);
  const orphans = hand.channels.filter((one) => THREADS.has(one.type) && !top.some((channel) => channel.id === one.parent));
  fill(screen,
    h("header", { class: "app-head" }, avatar({ name: owner.name }), h("h2", { id: "hand-title" }, w("hand-title", { name: owner.name }))),
    h("nav", { class: "places", "aria-label": w("places") },
      h("h3", {}, w("places-dm")),
      h("button", { type: "button", class: "place", "data-place": "dm", "data-news": String(hasNews(dm())), on: { click: () => enter(dm()) } }, avatar({ name: "Magpie", bot: true }), h("span", {}, world.botUser?.name ?? "Magpie"),
        hasNews(dm()) ? h("span", { class: "news" }, w("place-news")) : null),
      h("h3", {}, world.guild?.name ?? w("places-server")),
      h("ul", {}, top.map((one) => h("li", {}, entry(one), threads(one.id).length ? h("ul", {}, threads(one.id).map((thread) => h("li", {}, entry(thread)))) : null))),
      orphans.length ? [h("h3", {}, w("places-threads")), h("ul", {}, orphans.map((one) => h("li", {}, entry(one))))] : null,
      top.length === 0 ? h("p", { class: "hint" }, w("places-none")) : null,
      settings(owner)));
}

/** By hand: the keyboard follows to where one writes, or on a touch screen, where one reads. */
function enter(place) {
  goTo(place);
  (matchMedia("(pointer: fine)").matches ? screen.querySelector("[data-composer]") : screen.querySelector(".messages"))?.focus();
}

function goTo(place) {
  leavePlace();
  hand.place = place;
  screen.dataset.screen = place.type === DM ? "dm" : "channel";
  const owner = member(hand.handle);
  const name = place.type === DM ? world.botUser?.name ?? "Magpie" : place.name;
  hand.open = conversation({
    owner, place,
    goTo: (id) => {
      const target = hand.channels.find((one) => one.id === id);
      if (target) enter(target);
      else toast(w("place-hidden"));
    },
    channelName: (id) => hand?.channels.find((one) => one.id === id)?.name,
  });
  fill(screen,
    h("header", { class: "app-head" },
      iconButton("back", w("places-back"), { "data-action": "places", on: { click: () => { showPlaces(); screen.querySelector(".place")?.focus(); } } }),
      place.type === DM ? avatar({ name, bot: true }) : icon(place.type === 12 ? "lock" : THREADS.has(place.type) ? "thread" : "hash"),
      h("h2", { id: "hand-title", "data-place-open": place.type === DM ? "dm" : place.name }, h("span", { class: "unseen" }, `${owner.name}: `), name, place.topic ? h("small", {}, place.topic) : null)),
    hand.open.element);
  hand.open.start();
  if (place.type === DM && markRead(owner)) showWall();
}

/** For the story's "show me": what is open now, to be worked by the page itself. */
export const openPlace = () => hand?.open ?? null;
