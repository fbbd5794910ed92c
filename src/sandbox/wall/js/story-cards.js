// The five cards: the number of their steps, how to detect that each is done, and the actions behind "Show me".
// The actions use the same controls as a person: they open phones, enter commands, press buttons by label.

import { move, moveToNext, controlBot, toInstant } from "./toolbar.js";
import { pause } from "./dom.js";
import { openPhone, openChannel } from "./open-phone.js";
import { t } from "./texts.js";
import { member, sandbox } from "./sandbox-state.js";

/** The pause between two actions, so that people can follow. */
const STEP_PAUSE_MS = 900;

const inbox = (handle) => sandbox.inboxes.get(member(handle)?.id) ?? [];
const sounded = (handle) => inbox(handle).filter((item) => item.sounds && item.kind === "dm");
/** Whether a button of that kind on one of the member's messages is disabled. */
const closed = (handle, kind) =>
  inbox(handle).some((item) =>
    (item.components ?? []).some((row) =>
      (row.components ?? []).some((one) => one.disabled && one.custom_id?.includes(kind)),
    ),
  );
const NINETEEN = Date.parse("2020-11-10T19:00:00Z");

/** Waits until `seen()` returns a value: changes reach the page through the event stream. */
async function until(seen, what) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = seen();
    if (found) return found;
    await pause(100);
  }
  throw new Error(what);
}

const element = (selector) => document.querySelector(selector);

async function openPhoneOf(handle, where) {
  await openPhone(member(handle), where);
  await pause(STEP_PAUSE_MS);
}

/** Enters a command on the open phone, and fills its modal with `answers` in order. */
async function command(path, options, answers = []) {
  openChannel().composer.begin(path, options);
  const run = await until(() => element(`[data-command="${path}"] [data-action=run-command]`), `/${path}`);
  await pause(STEP_PAUSE_MS);
  if (run.isConnected) run.click();
  if (answers.length) await fillModal(answers);
}

async function fillModal(answers) {
  const sheet = await until(() => element("dialog.modal"), t("story-no-form"));
  const inputs = [...sheet.querySelectorAll("input, textarea")];
  answers.forEach((text, index) => {
    if (!inputs[index]) return;
    inputs[index].value = text;
    inputs[index].dispatchEvent(new Event("input"));
  });
  await pause(STEP_PAUSE_MS);
  sheet.querySelector("[data-action=submit-modal]").click();
  await until(() => !sheet.isConnected, t("story-no-form"));
}

/** Presses the newest button whose label contains one of these texts. */
async function press(...labels) {
  const button = await until(
    () =>
      [...document.querySelectorAll("#open-phone .components button:not([disabled])")]
        .reverse()
        .find((one) => labels.some((label) => one.dataset.label.toLowerCase().includes(label.toLowerCase()))),
    t("story-no-button", { label: labels[0] }),
  );
  button.scrollIntoView({ block: "nearest" });
  await pause(STEP_PAUSE_MS);
  button.click();
  await pause(STEP_PAUSE_MS);
}

export const CARDS = [
  {
    number: 1,
    steps: [1],
    looks: [1, 2],
    happened: () => sounded("brisbane").length > 0,
    show: moveToNext,
  },
  {
    number: 2,
    steps: [1, 2, 3, 4],
    looks: [1, 2, 3],
    happened: () => inbox("lapaz").length > 0 && inbox("sydney").some((item) => !item.sounds),
    async show() {
      await openPhoneOf("sec-lead", { name: "secretariat" });
      await command("alert send", { severity: "urgent", audience: "members" }, [
        t("story-2-text"),
        t("story-2-before"),
      ]);
      await press("Send");
    },
  },
  {
    number: 3,
    steps: [1, 2, 3],
    looks: [1, 2],
    happened: () => closed("lapaz", "alert/seen"),
    async show() {
      await openPhoneOf("lapaz");
      await press("Lo he visto", "I have seen this");
      await openPhoneOf("sec-lead", { name: "secretariat" });
      await pause(2 * STEP_PAUSE_MS);
      await openPhoneOf("sydney");
    },
  },
  {
    number: 4,
    steps: [1, 2, 3, 4],
    looks: [1, 2],
    happened: () => closed("lapaz", "ticket/claim") && closed("vancouver", "ticket/claim"),
    async show() {
      await openPhoneOf("guest", { name: "help" });
      await press("Get help");
      await fillModal([t("story-4-text")]);
      await pause(STEP_PAUSE_MS);
      await move({ advance: "10m" });
      await pause(2 * STEP_PAUSE_MS);
      await openPhoneOf("lapaz");
      await press("Yo ayudo", "I will help");
      await openPhoneOf("vancouver");
    },
  },
  {
    number: 5,
    steps: [1, 2, 3, 4],
    looks: [1, 2],
    happened: () => sandbox.now > NINETEEN && sounded("sydney").length > 0,
    async show() {
      await controlBot("kill");
      await pause(2 * STEP_PAUSE_MS);
      await controlBot("start");
      await until(() => sandbox.bot === "running", t("bot-starting"));
      await move(toInstant(Date.parse("2020-11-10T20:00:00Z")));
      await pause(3 * STEP_PAUSE_MS);
      await openPhoneOf("sydney");
    },
  },
];
