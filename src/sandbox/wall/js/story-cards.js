// The five cards of the story's night. Each card has the actions of its steps, and checks that all of them have had
// their effect. A press alone is no effect: it can fail, or its result can come later.

import { command, fillModal, openPhoneOf, press, stayOnPhoneOf, until } from "./story-actions.js";
import { controlBot, move, moveToNext, toInstant } from "./toolbar.js";
import { addFact, hasFact } from "./story-facts.js";
import { t } from "./texts.js";
import { member, sandbox } from "./sandbox-state.js";

const inbox = (handle) => sandbox.inboxes.get(member(handle)?.id) ?? [];
/** The buttons of a message whose custom ids contain `kind`. */
const buttons = (message, kind) =>
  (message.components ?? []).flatMap((row) =>
    (row.components ?? []).filter((one) => (one.custom_id ?? "").includes(kind)),
  );
const has = (kind) => (message) => buttons(message, kind).length > 0;
const isClosed = (kind) => (message) => buttons(message, kind).some((one) => one.disabled);
/** The direct messages of a member that have a button of this kind. */
const received = (handle, kind) => inbox(handle).filter((item) => item.kind === "dm" && has(kind)(item));
const sounded = (handle, kind) => received(handle, kind).some((item) => item.sounds);
const closed = (handle, kind) => received(handle, kind).some(isClosed(kind));

/** The key of the bot's text that card 5 quotes. The server adds it to the page's texts. */
const SLEPT_TOO_LATE = "bot-slept-too-late";
/** The time in the alert of card 2. After it, the alert has expired. */
const ALERT_DEADLINE = Date.parse("2020-11-10T18:15:00Z");
/** The volunteers of card 4 sleep soon after this time. */
const VOLUNTEERS_AWAKE_UNTIL = Date.parse("2020-11-11T01:45:00Z");
/** The member whom card 5 lets wake up while the bot is dead wakes at this time. */
const SYDNEY_WAKES = Date.parse("2020-11-10T20:00:00Z");
/** An hour later, the message of card 5 would only be late. */
const SYDNEY_WAKES_LATEST = Date.parse("2020-11-10T21:00:00Z");

/** The message with which card 5 ends: Sydney's phone sounds once, after the deadline of the alert. */
const slept = (item) => item.sounds && Date.parse(item.at) >= SYDNEY_WAKES && has("alert/seen")(item);

/** Whether the secretariat's list of an alert names the member among those who have seen it. */
const listsAsSeen = (handle) => (message) =>
  has("alert/ask-again")(message) &&
  message.content.split("\n").some((line) => line.startsWith("✅") && line.includes(member(handle)?.name ?? ""));

/**
 * What the cards ask a person to look at: whether the channel that an open phone shows, `{ handle, place, messages }`,
 * is it.
 */
const SIGHTS = {
  "seen-list": ({ place, messages }) => place === "secretariat" && messages.some(listsAsSeen("lapaz")),
  "silent-alert": ({ handle, messages }) =>
    handle === "sydney" && messages.some(has("alert/seen")) && closed("lapaz", "alert/seen"),
  "closed-claim": ({ handle, messages }) => handle === "vancouver" && messages.some(isClosed("ticket/claim")),
  "late-alert": ({ handle, messages }) =>
    handle === "sydney" && messages.some((one) => inbox("sydney").some((item) => item.id === one.id && slept(item))),
};

/** Notes what an open phone shows. Returns whether a card asks for it. */
export function noteShown(shown) {
  const found = Object.keys(SIGHTS).filter((name) => SIGHTS[name](shown));
  return found.map(addFact).some(Boolean);
}

/** Notes that the bot was killed while Sydney's message waited, and that it came back. */
export function noteBot(status) {
  const isWaiting = received("sydney", "alert/seen").length > 0 && !inbox("sydney").some(slept);
  if (!isWaiting) return false;
  if (status === "stopped") return addFact("killed");
  return status === "running" && hasFact("killed") && addFact("restarted");
}

/**
 * A step that is null has no button. The person only reads it. `needs` is the number of the card that must be played
 * before. `played` tells whether the steps that depend on the time
 * have had their effect. From the time `until`, they have none any more: the time in the alert has passed, or the
 * members sleep. `sights` are what the person must have looked at.
 */
export const NIGHT_CARDS = [
  {
    key: "story-1",
    steps: [moveToNext],
    looks: 2,
    played: () => sounded("brisbane", "reminder/"),
  },
  {
    key: "story-2",
    steps: [
      async () => {
        await openPhoneOf("sec-lead", { name: "secretariat" });
        await command("alert send", { severity: "urgent", audience: "members" });
      },
      () => fillModal([t("story-2-text"), t("story-2-before")]),
      null,
      async () => {
        await stayOnPhoneOf("sec-lead", "secretariat");
        await press("alert/send/");
      },
    ],
    places: () => ({ "sec-lead": "secretariat" }),
    looks: 3,
    until: ALERT_DEADLINE,
    played: () =>
      sounded("lapaz", "alert/seen") &&
      sounded("vancouver", "alert/seen") &&
      received("sydney", "alert/seen").some((item) => !item.sounds),
  },
  {
    key: "story-3",
    steps: [
      async () => {
        await openPhoneOf("lapaz");
        await press("alert/seen/");
      },
      () => openPhoneOf("sec-lead", { name: "secretariat" }),
      () => openPhoneOf("sydney", { name: "dm" }),
    ],
    places: () => ({ "sec-lead": "secretariat" }),
    looks: 2,
    needs: 2,
    until: ALERT_DEADLINE,
    played: () => closed("lapaz", "alert/seen"),
    sights: ["seen-list", "silent-alert"],
  },
  {
    key: "story-4",
    steps: [
      async () => {
        await openPhoneOf("guest", { name: "help" });
        await press("ticket/get-help");
        await fillModal([t("story-4-text")]);
      },
      () => move({ advance: "10m" }),
      async () => {
        await openPhoneOf("lapaz", { name: "dm" });
        await press("ticket/claim");
      },
      () => openPhoneOf("vancouver", { name: "dm" }),
    ],
    places: () => ({ guest: "help" }),
    looks: 2,
    until: VOLUNTEERS_AWAKE_UNTIL,
    // Only the helper gets the buttons for a ticket that is claimed.
    played: () => received("lapaz", "ticket/solve").length > 0 && closed("vancouver", "ticket/claim"),
    sights: ["closed-claim"],
  },
  {
    key: "story-5",
    steps: [
      () => controlBot("kill"),
      async () => {
        await controlBot("start");
        await until(() => sandbox.bot === "running", t("bot-starting"));
      },
      () => move(toInstant(Math.max(sandbox.now, SYDNEY_WAKES))),
      () => openPhoneOf("sydney", { name: "dm" }),
    ],
    looks: 2,
    needs: 2,
    until: SYDNEY_WAKES_LATEST,
    values: () => ({ said: t(SLEPT_TOO_LATE) }),
    played: () => hasFact("restarted") && inbox("sydney").some(slept),
    sights: ["late-alert"],
  },
];
