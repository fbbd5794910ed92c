// The cards for an empty server (`--bare`): set up the server, create the first profile, get the first reminder.

import { command, openPhoneOf, press } from "./story-actions.js";
import { moveToNext } from "./toolbar.js";
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
  city: newcomer()?.city ?? "UTC",
});

const inbox = (one) => sandbox.inboxes.get(one?.id) ?? [];
/** Whether the message is a reminder. Only a reminder has buttons with this custom id. */
const isReminder = (item) =>
  (item.components ?? []).some((row) => (row.components ?? []).some((one) => one.custom_id?.includes("reminder/")));
/**
 * The kinds of buttons that the person pressed, such as "profile/save". The bot's answers to these buttons appear in no
 * inbox, so the page remembers the presses.
 */
const pressedKinds = new Set();
export const noteAnswer = (customId) => {
  for (const kind of ["setup/save", "profile/save", "reminder/save"])
    if (customId.includes(kind)) pressedKinds.add(kind);
};
export const forgetAnswers = () => pressedKinds.clear();

export const BARE_CARDS = [
  {
    key: "bare-1",
    values: names,
    steps: [
      async () => {
        await openPhoneOf(owner()?.handle, { name: "mag-general" });
        await command("setup", {});
      },
      () => press("setup/save"),
    ],
    looks: 2,
    happened: () => pressedKinds.has("setup/save"),
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
      () =>
        command("profile set", {
          zone: newcomer()?.zone ?? "UTC",
          quiet_start: "22:00",
          quiet_end: "07:00",
          emergency: "No",
        }),
      () => press("profile/save"),
    ],
    looks: 2,
    happened: () => pressedKinds.has("profile/save"),
  },
  {
    key: "bare-3",
    values: names,
    steps: [
      async () => {
        await openPhoneOf(newcomer()?.handle, { name: "dm" });
        await command("remind", { text: t("bare-3-text"), when: t("bare-3-when") });
      },
      () => press("reminder/save"),
      () => (sandbox.virtual ? moveToNext() : null),
    ],
    looks: 1,
    happened: () => inbox(newcomer()).some((item) => item.sounds && isReminder(item)),
  },
];
