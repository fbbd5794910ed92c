// Which phones are on the wall, and what their owners have read. Stored in the browser, so that it survives a reload.

import { member, sandbox } from "./sandbox-state.js";

/** The members of the story. */
const STORY_HANDLES = ["sec-lead", "brisbane", "lapaz", "sydney", "vancouver", "guest"];
const PHONES_KEY = "magpie-wall-phones";
const READ_KEY = "magpie-wall-read";

/** A screen stays lit at least this long. */
const LIT_MS = 5_000;
/** Messages that sound within this time of the newest one belong to the same moment. */
const SAME_MOMENT_MS = 4_000;
/** When the page opens: messages this recent on the sandbox's clock still light the screen. */
const RECENT_MS = 60_000;

let handles = load(PHONES_KEY, STORY_HANDLES);
let read = load(READ_KEY, {});
/** By message: when this page first saw it, in browser time, and in which moment. */
const firstSeen = new Map();
let newestSoundAt = -Infinity;
let moment = 0;
let clockMovedAt = 0;

/** Starts a new moment: screens lit before go dark after their minimum time. */
export function startMoment() {
  moment += 1;
}

/** Starts a new moment after a jump of the clock: screens lit before go dark at once. */
export function forgetMoments() {
  moment += 1;
  for (const first of firstSeen.values()) first.at = -Infinity;
  newestSoundAt = -Infinity;
}

/** Starts a new moment when the clock was moved elsewhere, in another window or by a script. */
export function clockMoved() {
  const now = performance.now();
  if (sandbox.virtual && now - clockMovedAt > SAME_MOMENT_MS) startMoment();
  clockMovedAt = now;
}

function load(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function save() {
  sessionStorage.setItem(PHONES_KEY, JSON.stringify(handles));
  sessionStorage.setItem(READ_KEY, JSON.stringify(read));
}

export const phones = () => handles.map(member).filter(Boolean);
export const others = () => [...sandbox.members.values()].filter((one) => !handles.includes(one.handle));

export function addPhone(handle) {
  if (!handles.includes(handle)) handles = [...handles, handle];
  save();
}

export function removePhone(handle) {
  handles = handles.filter((one) => one !== handle);
  save();
}

/** Forgets everything after a reset. */
export function resetPhones() {
  read = {};
  firstSeen.clear();
  moment = 0;
  save();
}

/** Marks the messages on the lock screen as read. Returns whether anything changed. */
export function markRead(owner) {
  const last = (sandbox.inboxes.get(owner.id) ?? []).at(-1);
  if (last && read[owner.handle] !== last.id) {
    read[owner.handle] = last.id;
    save();
    return true;
  }
  return false;
}

const after = (id, mark) => !mark || id.length > mark.length || (id.length === mark.length && id > mark);

/**
 * What a phone on the wall shows. Discord's silent messages neither sound nor light the screen, so they are counted
 * separately, in `silent`.
 */
export function lockScreen(owner, { isOpen }) {
  const all = sandbox.inboxes.get(owner.id) ?? [];
  // A mark from before a reset matches no message and is ignored.
  const mark = all.some((item) => item.id === read[owner.handle]) ? read[owner.handle] : null;
  const items = all.filter((item) => after(item.id, mark));
  const sounded = items.filter((item) => item.sounds);
  const now = performance.now();
  for (const item of sounded) {
    if (firstSeen.has(item.id)) continue;
    const late = moment === 0 && Math.abs(sandbox.now - Date.parse(item.at)) > RECENT_MS;
    firstSeen.set(item.id, { at: late ? -Infinity : now, moment });
    if (!late) newestSoundAt = now;
  }
  return {
    sounded,
    lit: !isOpen && sounded.some((item) => isFresh(firstSeen.get(item.id), now)),
    silent: items.length - sounded.length,
  };
}

/**
 * Whether a message still lights the screen. While the virtual clock stands still, the messages of the newest moment
 * do, so that there is time to read them.
 */
function isFresh(first, now) {
  return (
    now - first.at < LIT_MS || (sandbox.virtual && first.moment === moment && newestSoundAt - first.at < SAME_MOMENT_MS)
  );
}
