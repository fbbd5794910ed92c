// The cards for an empty server (`--bare`): set up the server, create the first profile, get the first reminder.

import { command, openPhoneOf, press, stayOnPhoneOf } from "./story-actions.js";
import { moveToNext } from "./toolbar.js";
import { addFact, hasFact } from "./story-facts.js";
import { cityName } from "./time.js";
import { t } from "./texts.js";
import { member, sandbox } from "./sandbox-state.js";

/** The handle of the member who creates the first profile. If the roster lacks it, another member does. */
const NEWCOMER = "vancouver";
const newcomer = () =>
  member(NEWCOMER) ?? [...sandbox.members.values()].find((one) => one.id !== sandbox.guild?.owner) ?? null;
const owner = () => member(sandbox.guild?.owner ?? "");
const names = () => ({
  owner: owner()?.name ?? "",
  member: newcomer()?.name ?? "",
  city: (newcomer() && cityName(newcomer())) ?? "UTC",
});

const inbox = (one) => sandbox.inboxes.get(one?.id) ?? [];
/** Whether the message has a button whose custom id contains `kind`. */
const has = (message, kind) =>
  (message.components ?? []).some((row) => (row.components ?? []).some((one) => one.custom_id?.includes(kind)));

/** The buttons that save something. The bot's answers to them appear in no inbox, so the page notes the answers. */
const SAVE_BUTTONS = ["setup/save", "profile/save"];

/**
 * Notes that a press saved something. If nothing was saved, the answer offers the same button again. Returns whether a
 * card asks for it.
 */
export function noteAnswer({ customId, message }) {
  const kind = SAVE_BUTTONS.find((one) => customId.includes(one));
  return Boolean(kind && message) && !has(message, kind) && addFact(kind);
}

export const BARE_CARDS = [
  {
    key: "bare-1",
    values: names,
    steps: [
      async () => {
        await openPhoneOf(owner()?.handle, { name: "mag-general" });
        await command("setup", {});
      },
      async () => {
        await stayOnPhoneOf(owner()?.handle, "mag-general");
        await press("setup/save");
      },
    ],
    places: () => ({ [owner()?.handle]: "mag-general" }),
    looks: 2,
    played: () => hasFact("setup/save"),
  },
  {
    key: "bare-2",
    values: names,
    steps: [
      async () => {
        await openPhoneOf(newcomer()?.handle, { name: "announcements" });
        await press("profile/open");
        await openPhoneOf(newcomer()?.handle, { name: "dm" });
      },
      async () => {
        await stayOnPhoneOf(newcomer()?.handle, "dm");
        await command("profile set", {
          zone: newcomer()?.zone ?? "UTC",
          quiet_start: "22:00",
          quiet_end: "07:00",
          emergency: "No",
        });
      },
      async () => {
        await stayOnPhoneOf(newcomer()?.handle, "dm");
        await press("profile/save");
      },
    ],
    places: () => ({ [newcomer()?.handle]: "announcements" }),
    looks: 2,
    played: () => hasFact("profile/save"),
  },
  {
    key: "bare-3",
    values: names,
    steps: [
      async () => {
        await openPhoneOf(newcomer()?.handle, { name: "dm" });
        await command("remind", { text: t("bare-3-text"), when: t("bare-3-when") });
      },
      async () => {
        await stayOnPhoneOf(newcomer()?.handle, "dm");
        await press("reminder/save");
      },
      () => (sandbox.virtual ? moveToNext() : null),
    ],
    looks: 1,
    // Only a reminder has buttons with this custom id.
    played: () => inbox(newcomer()).some((item) => item.sounds && has(item, "reminder/")),
  },
];
