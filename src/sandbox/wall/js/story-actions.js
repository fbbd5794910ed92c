// The actions of the steps of the cards: open a phone, enter a command, press a button. An action uses the same
// controls as a person.

import { pause } from "./dom.js";
import { openHandle, openPhone, openChannel } from "./open-phone.js";
import { t } from "./texts.js";
import { member, sandbox } from "./sandbox-state.js";

const DM = 1;
/** The pause between two actions, so that people can follow the actions. */
const STEP_PAUSE_MS = 900;

/** The person started over while a step was running, so the rest of the step must not run. */
export class StartedOver extends Error {}

/** Pauses. Throws if the sandbox was reset meanwhile. */
async function pauseInRun(ms) {
  const { epoch } = sandbox;
  await pause(ms);
  if (sandbox.epoch !== epoch) throw new StartedOver();
}

/** Waits until `find()` returns a value, because changes reach the page later, through the event stream. */
export async function until(find, what) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = find();
    if (found) return found;
    await pauseInRun(100);
  }
  throw new Error(what);
}

const element = (selector) => document.querySelector(selector);

export const pauseForReaders = () => pauseInRun(STEP_PAUSE_MS);

export async function openPhoneOf(handle, where) {
  await openPhone(member(handle), where);
  await pauseForReaders();
}

/** Opens the phone in the channel `name`, unless it is open there: a step must not act on another member's phone. */
export async function stayOnPhoneOf(handle, name) {
  const place = openChannel()?.place;
  const isThere = openHandle() === handle && (place?.type === DM ? "dm" : place?.name) === name;
  if (!isThere) await openPhoneOf(handle, { name });
}

/** Enters a command on the open phone, and runs it. */
export async function command(path, options) {
  await openChannel().composer.begin(path, options);
  // A command with all its options runs at once. For any other command, click the button of its form.
  await pauseForReaders();
  const run = element(`[data-command="${path}"] [data-action=run-command]:not([disabled])`);
  if (run?.isConnected) run.click();
}

/** Fills in the open modal with `answers` in order, and submits it. */
export async function fillModal(answers) {
  const sheet = await until(() => element("dialog.modal"), t("story-no-form"));
  const inputs = [...sheet.querySelectorAll("input, textarea")];
  answers.forEach((text, index) => {
    if (!inputs[index]) return;
    inputs[index].value = text;
    inputs[index].dispatchEvent(new Event("input"));
  });
  await pauseForReaders();
  sheet.querySelector("[data-action=submit-modal]").click();
  await until(() => !sheet.isConnected, t("story-no-form"));
}

/** Presses the newest button on the open phone whose custom id contains `kind`. */
export async function press(kind) {
  const button = await until(
    () =>
      [...document.querySelectorAll("#open-phone .components [data-component]:not([disabled])")]
        .reverse()
        .find((one) => one.dataset.component.includes(kind)),
    t("story-no-press"),
  );
  button.scrollIntoView({ block: "nearest" });
  await pauseForReaders();
  button.click();
  await pauseForReaders();
}
