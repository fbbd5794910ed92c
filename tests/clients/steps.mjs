// Calls of the sandbox's control API, in which members act, and the runner of the steps. Uses only Node's own modules.
// If a step gets an unexpected result, the tour prints the step's name and ends with exit code 1.

import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";

export const URL = process.env.MAGPIE_URL;
export const TOKEN = process.env.DISCORD_TOKEN;
export const [MEMBER, GUEST, ROOM] = ["lapaz", "guest", "mag-general"];
export const problems = [];

const STEP_MS = 60_000;
// The maximum time that a step polls for something that the sandbox does not announce, such as a follow-up.
const PATIENCE_MS = 15_000;
const steps = [];

export class Refused extends Error {}

export async function call(method, path, body) {
  const options = { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) };
  const answer = await fetch(URL + path, options);
  if (!answer.ok) throw new Refused(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export const command = (name, options = {}, who = MEMBER, channel = ROOM) =>
  call("POST", "/api/command", { as: who, channel, name, options });
export const menu = (name, target, who = MEMBER, channel = ROOM) =>
  call("POST", "/api/command", { as: who, channel, name, target });
export const complete = async (name, options, focused, who = MEMBER) =>
  (await call("POST", "/api/autocomplete", { as: who, channel: ROOM, name, options, focused })).choices;
export const click = (message, custom_id, values, who = MEMBER) =>
  call("POST", "/api/click", { as: who, message, custom_id, values });
export const submit = (result, fields, who = MEMBER) =>
  call("POST", "/api/modal", { as: who, modal: result.modal.id, fields });
export const post = (content, { who = MEMBER, channel = ROOM, files = [] } = {}) =>
  call("POST", "/api/messages", { as: who, channel, content, files });
export const react = (message, emoji, who = MEMBER) => call("POST", "/api/reactions", { as: who, message, emoji });
export const messages = (channel = ROOM, who) =>
  call("GET", `/api/messages?channel=${channel}${who ? `&as=${who}` : ""}`);
export const inbox = (who = MEMBER) => call("GET", `/api/inbox/${who}`);
export const state = () => call("GET", "/api/state");
export const grant = (...permissions) => call("PATCH", "/api/roles/Magpie", { permissions });
export const fault = (route, how) => call("POST", "/api/faults", { route, times: 1, ...how });
export const gateway = (action) => call("POST", "/api/gateway", { do: action });

// Polls until `condition` returns a true value, and returns this value.
export async function waitUntil(what, condition) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await sleep(50);
  }
}

export function assertEqual(found, expected, what = "the answer") {
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
  }
}

export function assertTrue(condition, what) {
  if (!condition) throw new Error(`it does not hold that ${what}`);
}

// Fails unless the promise is rejected with this error code of Discord.
export async function assertRefused(code, promise) {
  const error = await promise.then(
    () => undefined,
    (error) => error,
  );
  assertEqual(error?.code, code, "the error's code");
}

export const step = (name, act) => steps.push([name, act]);

// Runs every step, except the steps whose names are arguments on the command line.
export async function run(library) {
  for (const [name, act] of steps) {
    if (process.argv.slice(2).includes(name)) continue;
    try {
      const late = sleep(STEP_MS, undefined, { ref: false }).then(() => {
        throw new Error("the step takes too long");
      });
      await Promise.race([act(), late]);
      if (problems.length) throw new Error(`the library reported ${problems.join("; ")}`);
    } catch (error) {
      console.error(error);
      console.log(`FAILED\t${name}\t${error}`);
      process.exit(1);
    }
    console.log(`ok\t${name}`);
  }
  console.log(`passed\t${library}\t${steps.length} steps`);
}
