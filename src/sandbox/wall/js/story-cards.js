// The five cards: how many lines each has, how to tell that it happened, and the acts behind "show me".
// The acts use the same controls as a person: they open phones, type commands, press buttons by their words.

import { move, moveToNext, order, toInstant } from "./bar.js";
import { breath } from "./dom.js";
import { openPhone, openPlace } from "./hand.js";
import { w } from "./words.js";
import { member, world } from "./world.js";

/** Pauses for the eye between acts. */
const BEAT_MS = 900;

const inbox = (handle) => world.inboxes.get(member(handle)?.id) ?? [];
const sounded = (handle) => inbox(handle).filter((item) => item.sounds && item.kind === "dm");
/** Whether a button of that kind on one of the member's messages can no longer be pressed. */
const closed = (handle, kind) => inbox(handle).some((item) => (item.components ?? []).some((row) => (row.components ?? []).some((one) => one.disabled && one.custom_id?.includes(kind))));
const NINETEEN = Date.parse("2020-11-10T19:00:00Z");

/** Until `seen()` gives something: the page learns of changes as they are told to it. */
async function until(seen, what) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = seen();
    if (found) return found;
    await breath(100);
  }
  throw new Error(what);
}

const element = (selector) => document.querySelector(selector);

async function take(handle, where) {
  await openPhone(member(handle), where);
  await breath(BEAT_MS);
}

/** Types a command into the open phone, and answers its modal with `fields` in order. */
async function command(path, options, answers = []) {
  openPlace().composer.begin(path, options);
  const run = await until(() => element(`[data-command="${path}"] [data-action=run-command]`), `/${path}`);
  await breath(BEAT_MS);
  if (run.isConnected) run.click();
  if (answers.length) await fillModal(answers);
}

async function fillModal(answers) {
  const sheet = await until(() => element("dialog.modal"), w("story-no-form"));
  const inputs = [...sheet.querySelectorAll("input, textarea")];
  answers.forEach((text, index) => {
    if (!inputs[index]) return;
    inputs[index].value = text;
    inputs[index].dispatchEvent(new Event("input"));
  });
  await breath(BEAT_MS);
  sheet.querySelector("[data-action=submit-modal]").click();
  await until(() => !sheet.isConnected, w("story-no-form"));
}

/** Presses the newest button that bears one of these words. */
async function press(...labels) {
  const button = await until(() => [...document.querySelectorAll("#hand .components button:not([disabled])")].reverse().find((one) => labels.some((label) => one.dataset.label.toLowerCase().includes(label.toLowerCase()))), w("story-no-button", { label: labels[0] }));
  button.scrollIntoView({ block: "nearest" });
  await breath(BEAT_MS);
  button.click();
  await breath(BEAT_MS);
}

export const CARDS = [
  {
    number: 1, steps: [1], looks: [1, 2],
    happened: () => sounded("brisbane").length > 0,
    show: moveToNext,
  },
  {
    number: 2, steps: [1, 2, 3, 4], looks: [1, 2, 3],
    happened: () => inbox("lapaz").length > 0 && inbox("sydney").some((item) => !item.sounds),
    async show() {
      await take("sec-lead", { name: "secretariat" });
      await command("alert send", { severity: "urgent", audience: "members" }, [w("story-2-text"), w("story-2-before")]);
      await press("Send");
    },
  },
  {
    number: 3, steps: [1, 2, 3], looks: [1, 2],
    happened: () => closed("lapaz", "alert/seen"),
    async show() {
      await take("lapaz");
      await press("Lo he visto", "I have seen this");
      await take("sec-lead", { name: "secretariat" });
      await breath(2 * BEAT_MS);
      await take("sydney");
    },
  },
  {
    number: 4, steps: [1, 2, 3, 4], looks: [1, 2],
    happened: () => closed("lapaz", "ticket/claim") && closed("vancouver", "ticket/claim"),
    async show() {
      await take("guest", { name: "help" });
      await press("Get help");
      await fillModal([w("story-4-text")]);
      await breath(BEAT_MS);
      await move({ advance: "10m" });
      await breath(2 * BEAT_MS);
      await take("lapaz");
      await press("Yo ayudo", "I will help");
      await take("vancouver");
    },
  },
  {
    number: 5, steps: [1, 2, 3, 4], looks: [1, 2],
    happened: () => world.now > NINETEEN && sounded("sydney").length > 0,
    async show() {
      await order("kill");
      await breath(2 * BEAT_MS);
      await order("start");
      await until(() => world.bot === "running", w("bot-starting"));
      await move(toInstant(Date.parse("2020-11-10T20:00:00Z")));
      await breath(3 * BEAT_MS);
      await take("sydney");
    },
  },
];

