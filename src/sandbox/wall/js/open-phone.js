// The open phone: the client of the chosen member, with a channel list and the open channel.

import { api } from "./api.js";
import { channelView } from "./channel-view.js";
import { fill, h, icon, iconButton } from "./dom.js";
import { avatar } from "./message.js";
import { measureBar } from "./toolbar.js";
import { addPhone, isIn, markRead, newestSound } from "./wall-phones.js";
import { settings } from "./settings.js";
import { cityOf, isQuiet, localClock, localDay, sky } from "./time.js";
import { toast } from "./toast.js";
import { t } from "./texts.js";
import { member, subscribe, sandbox } from "./sandbox-state.js";
import { show as showWall } from "./wall.js";

const DM = 1;
const THREADS = new Set([10, 11, 12]);
const CATEGORY = 4;

let box, status, screen;
/** Returns the steps of the open card, or null. The phone shows them on screens on which it covers the cards. */
let coach = () => null;
/** Returns the name of the channel that the open card needs on a member's phone, or null. */
let placeInCard = () => null;
/** `{handle, place, channels, open}`: the member, the open channel, all channels, and the open channel's view. */
let current = null;
/** For each member and channel: the channel's activity count when the member last looked at the channel. */
const lastRead = new Map();
/** For each member: the id of the channel that was open last on the member's phone. */
const lastPlace = new Map();

export const openHandle = () => current?.handle ?? null;

/**
 * Prepares the open phone. `coach()` returns an element with the steps of the open card, or null.
 * `placeInCard(handle)` returns the name of the channel that the card needs on that phone, or null.
 */
export function startOpenPhone(place, { coach: steps, placeInCard: placeOf }) {
  box = place;
  coach = steps;
  placeInCard = placeOf;
  subscribe("clock members", showStatus);
  subscribe("channels messages", () => current && loadChannels().catch((error) => toast(error.message)));
  // A message that arrives in the open channel counts as read.
  subscribe("inbox", () => {
    if (current?.place && markRead(member(current.handle), current.place)) showWall();
  });
  subscribe("reset", () => {
    lastPlace.clear();
    lastRead.clear();
    if (current) putAway();
  });
  document.addEventListener("language", async () => {
    if (!current) return;
    // The person chooses the language in the toolbar, and may go on to the next one there.
    const focused = document.activeElement;
    const text = draft();
    await openPhone(member(current.handle), current.place);
    restoreDraft(text);
    if (document.getElementById("bar").contains(focused)) focused.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current && box.contains(event.target) && !event.defaultPrevented) closePhone();
  });
}

/**
 * Opens `owner`'s phone with a channel. The channel is the first of these that exists: the channel `where`, the channel
 * of the newest message that rang, the channel that the open card needs, the channel that was open last, the DM with
 * the bot.
 */
export async function openPhone(owner, where = null) {
  if (!owner) return closePhone();
  if (current) leaveChannel();
  addPhone(owner.handle);
  current = { handle: owner.handle, place: null, channels: [], open: null };
  document.body.dataset.phoneOpen = owner.handle;
  box.hidden = false;
  status = h("div", { class: "status-bar" });
  screen = h("div", { class: "app", "data-screen": "places" });
  fill(
    box,
    h("div", { class: "device", "data-open-member": owner.handle, "data-sky": sky(owner) }, status, coach(), screen),
  );
  measureBar();
  showStatus();
  try {
    await loadChannels();
  } catch (error) {
    toast(error.message);
  }
  if (current?.handle !== owner.handle) return;
  const rang = newestSound(owner);
  const places = [dm(), ...current.channels.filter((one) => one.type !== DM)];
  const wanted =
    (where && places.find((one) => one.id === where.id || one.name === where.name)) ??
    (rang && places.find((one) => isIn(rang, one))) ??
    places.find((one) => one.name === placeInCard(owner.handle)) ??
    places.find((one) => one.id === lastPlace.get(owner.handle));
  goTo(wanted || dm());
  box.focus({ preventScroll: true });
  if (box.getBoundingClientRect().top < 0 || box.getBoundingClientRect().top > innerHeight * 0.6)
    box.scrollIntoView({ block: "start" });
  showWall();
}

function putAway() {
  if (current) leaveChannel();
  current = null;
  delete document.body.dataset.phoneOpen;
  box.hidden = true;
  box.replaceChildren();
  measureBar();
  showWall();
}

/** Closes the open phone, and moves the focus to this phone on the wall. */
export function closePhone() {
  const handle = current?.handle;
  putAway();
  document.querySelector(`[data-phone="${handle}"] [data-action=open]`)?.focus();
}

async function loadChannels() {
  const owner = member(current.handle);
  if (!owner) return closePhone();
  const here = current;
  const answer = await api.channels(owner.id);
  if (current !== here) return;
  current.channels = answer.channels ?? answer;
  if (!current.place) {
    if (screen.dataset.screen === "places") refreshChannels();
  } else {
    const now = current.place.type === DM ? dm() : current.channels.find((one) => one.id === current.place.id);
    if (!now) {
      // The channel was deleted, or this member can no longer see it.
      toast(t("place-hidden"));
      showChannels();
    } else if (JSON.stringify(now) !== JSON.stringify(current.place)) {
      // For example, the DM got its id, a thread was archived, or the permission to write changed.
      const moved = now.id !== current.place.id || now.can_send !== current.place.can_send;
      current.place = now;
      if (moved) {
        const writing = composerInput() === document.activeElement;
        const text = draft();
        goTo(now);
        restoreDraft(text);
        if (writing) composerInput()?.focus();
      }
    }
  }
}

const composerInput = () => screen.querySelector("[data-composer]");
/** What the member has typed and not sent. */
const draft = () => composerInput()?.value ?? "";
function restoreDraft(text) {
  const input = composerInput();
  if (input && text) input.value = text;
}

const dm = () => current.channels.find((one) => one.type === DM) ?? { id: "dm", name: "dm", type: DM, can_send: true };

/** Updates the status bar. The button stays, because a rebuild would take the focus from it. */
function showStatus() {
  if (!current) return;
  const owner = member(current.handle);
  if (!owner) return;
  box.firstElementChild.dataset.sky = sky(owner);
  if (!status.firstElementChild)
    fill(
      status,
      h("strong", { class: "status-time" }),
      h("span", { class: "status-owner", "data-owner": owner.handle }, owner.name, h("small")),
      h("span", { class: "status-sky" }),
      iconButton("close", t("phone-put-away", { name: owner.name }), {
        "data-action": "put-away",
        on: { click: closePhone },
      }),
    );
  status.querySelector(".status-time").textContent = localClock(owner);
  status.querySelector("small").textContent = [cityOf(owner), localDay(owner)].filter(Boolean).join(" · ");
  const isNight = isQuiet(owner) || sky(owner) === "night";
  fill(status.querySelector(".status-sky"), icon(isNight ? "moon" : "sun"));
}

function leaveChannel() {
  if (current.place) {
    lastRead.set(`${current.handle} ${current.place.id}`, sandbox.activity.get(current.place.id) ?? 0);
    lastPlace.set(current.handle, current.place.id);
  }
  current.open?.stop();
  current.open = null;
}

/** Whether there was activity in the channel since this member last looked at it. */
const hasUnread = (place) =>
  (sandbox.activity.get(place.id) ?? 0) > (lastRead.get(`${current.handle} ${place.id}`) ?? 0);

/** Shows the list of channels again. The person keeps the focus, the place in the list and the open settings. */
function refreshChannels() {
  const { scrollTop = 0 } = screen.querySelector(".places") ?? {};
  const isOpen = screen.querySelector(".settings")?.open ?? false;
  const focused = screen.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  showChannels();
  screen.querySelector(".settings").open = isOpen;
  screen.querySelector(".places").scrollTop = scrollTop;
  if (focused) screen.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Shows the channels that this member can see. */
function showChannels() {
  leaveChannel();
  current.place = null;
  screen.dataset.screen = "places";
  const owner = member(current.handle);
  const top = current.channels.filter((one) => one.type !== DM && one.type !== CATEGORY && !THREADS.has(one.type));
  const threads = (parent) => current.channels.filter((one) => THREADS.has(one.type) && one.parent === parent);
  const entry = (one) =>
    h(
      "button",
      {
        type: "button",
        class: "place",
        "data-place": one.name,
        "data-place-id": one.id,
        "data-focus": `place-${one.id}`,
        "data-news": String(hasUnread(one)),
        on: { click: () => enter(one) },
      },
      icon(one.type === 12 ? "lock" : THREADS.has(one.type) ? "thread" : "hash"),
      h("span", {}, one.name, one.topic ? h("small", {}, one.topic) : null),
      hasUnread(one) ? h("span", { class: "news" }, t("place-news")) : null,
    );
  const orphans = current.channels.filter(
    (one) => THREADS.has(one.type) && !top.some((channel) => channel.id === one.parent),
  );
  fill(
    screen,
    h(
      "header",
      { class: "app-head" },
      avatar({ name: owner.name }),
      h("h2", { id: "open-phone-title" }, t("hand-title", { name: owner.name })),
    ),
    h(
      "nav",
      { class: "places", "aria-label": t("places") },
      h("h3", {}, t("places-dm")),
      h(
        "button",
        {
          type: "button",
          class: "place",
          "data-place": "dm",
          "data-focus": "place-dm",
          "data-news": String(hasUnread(dm())),
          on: { click: () => enter(dm()) },
        },
        avatar({ name: "Magpie", bot: true }),
        h("span", {}, sandbox.botUser?.name ?? "Magpie"),
        hasUnread(dm()) ? h("span", { class: "news" }, t("place-news")) : null,
      ),
      h("h3", {}, sandbox.guild?.name ?? t("places-server")),
      h(
        "ul",
        {},
        top.map((one) =>
          h(
            "li",
            {},
            entry(one),
            threads(one.id).length
              ? h(
                  "ul",
                  {},
                  threads(one.id).map((thread) => h("li", {}, entry(thread))),
                )
              : null,
          ),
        ),
      ),
      orphans.length
        ? [
            h("h3", {}, t("places-threads")),
            h(
              "ul",
              {},
              orphans.map((one) => h("li", {}, entry(one))),
            ),
          ]
        : null,
      top.length === 0 ? h("p", { class: "hint" }, t("places-none")) : null,
      settings(owner),
    ),
  );
}

/** Opens a channel and focuses the composer. On a touch screen, focuses the messages. */
function enter(place, shown = null) {
  goTo(place, shown);
  (matchMedia("(pointer: fine)").matches
    ? screen.querySelector("[data-composer]")
    : screen.querySelector(".messages")
  )?.focus();
}

function goTo(place, shown = null) {
  leaveChannel();
  current.place = place;
  screen.dataset.screen = place.type === DM ? "dm" : "channel";
  const owner = member(current.handle);
  const name = place.type === DM ? (sandbox.botUser?.name ?? "Magpie") : place.name;
  current.open = channelView({
    owner,
    place,
    shown,
    goTo: (id, message = null) => {
      const target = current.channels.find((one) => one.id === id);
      if (target) enter(target, message);
      else toast(t("place-hidden"));
    },
    channelName: (id) => current?.channels.find((one) => one.id === id)?.name,
  });
  fill(
    screen,
    h(
      "header",
      { class: "app-head" },
      iconButton("back", t("places-back"), {
        "data-action": "places",
        on: {
          click: () => {
            showChannels();
            screen.querySelector(".place")?.focus();
          },
        },
      }),
      place.type === DM
        ? avatar({ name, bot: true })
        : icon(place.type === 12 ? "lock" : THREADS.has(place.type) ? "thread" : "hash"),
      h(
        "h2",
        { id: "open-phone-title", "data-place-open": place.type === DM ? "dm" : place.name },
        h("span", { class: "unseen" }, `${owner.name}: `),
        name,
        place.topic ? h("small", {}, place.topic) : null,
      ),
    ),
    current.open.element,
  );
  current.open.start();
  if (markRead(owner, place)) showWall();
}

/** Rebuilds the steps of the open card. */
export function showCoach() {
  if (!current) return;
  const [old, fresh] = [box.querySelector(".coach"), coach()];
  const focused = old?.contains(document.activeElement) ? document.activeElement : null;
  old?.remove();
  if (!fresh) return;
  status.after(fresh);
  if (!focused) return;
  const name = focused.dataset.focus;
  const same = name ? fresh.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
  (same ?? fresh.querySelector("summary")).focus();
}

/** The view of the open channel, or null. The buttons of the story's cards use it. */
export const openChannel = () => current?.open ?? null;
