// The five cards of the story's night. Each card has the actions of its steps, and a check that the card is done.

import { command, fillModal, openPhoneOf, press, until } from "./story-actions.js";
import { controlBot, move, moveToNext, toInstant } from "./toolbar.js";
import { t } from "./texts.js";
import { member, sandbox } from "./sandbox-state.js";

const inbox = (handle) => sandbox.inboxes.get(member(handle)?.id) ?? [];
const sounded = (handle) => inbox(handle).filter((item) => item.sounds && item.kind === "dm");
/** Whether one of the member's messages has a disabled button whose custom id contains `kind`. */
const closed = (handle, kind) =>
  inbox(handle).some((item) =>
    (item.components ?? []).some((row) =>
      (row.components ?? []).some((one) => one.disabled && one.custom_id?.includes(kind)),
    ),
  );
/** The key of the bot's text that card 5 quotes. The server adds it to the page's texts. */
const SLEPT_TOO_LATE = "bot-slept-too-late";
const NINETEEN = Date.parse("2020-11-10T19:00:00Z");
/** The time in the alert of card 2. After it, the alert has expired. */
const ALERT_DEADLINE = Date.parse("2020-11-10T18:15:00Z");
/** The volunteers of card 4 sleep soon after this time. */
const VOLUNTEERS_AWAKE_UNTIL = Date.parse("2020-11-11T01:45:00Z");
/** The member whom card 5 lets wake up while the bot is dead wakes at this time. */
const SYDNEY_WAKES = Date.parse("2020-11-10T20:00:00Z");
/** An hour later, the message of card 5 would only be late. */
const SYDNEY_WAKES_LATEST = Date.parse("2020-11-10T21:00:00Z");

/**
 * A step that is null has no button. The person only reads it. From the time `until`, a card that is not done cannot be
 * played any more: the time in its alert has passed, or its members sleep.
 */
export const NIGHT_CARDS = [
  {
    key: "story-1",
    steps: [moveToNext],
    looks: 2,
    happened: () => sounded("brisbane").length > 0,
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
      () => press("alert/send/"),
    ],
    looks: 3,
    until: ALERT_DEADLINE,
    happened: () => inbox("lapaz").length > 0 && inbox("sydney").some((item) => !item.sounds),
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
    looks: 2,
    until: ALERT_DEADLINE,
    happened: () => ["lapaz", "vancouver", "brisbane", "sydney"].some((handle) => closed(handle, "alert/seen")),
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
    looks: 2,
    until: VOLUNTEERS_AWAKE_UNTIL,
    happened: () => closed("lapaz", "ticket/claim") && closed("vancouver", "ticket/claim"),
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
    until: SYDNEY_WAKES_LATEST,
    values: () => ({ said: t(SLEPT_TOO_LATE) }),
    happened: () => sandbox.now > NINETEEN && sounded("sydney").length > 0,
  },
];
