// Which phones are on the wall, and what their owners have read. The browser stores it, so it survives a reload.

import { member, sandbox } from "./sandbox-state.js";

/** The members of the story. */
const STORY_HANDLES = ["sec-lead", "brisbane", "lapaz", "sydney", "vancouver", "guest"];
/** How many phones the wall starts with if the roster lacks the members of the story. */
const MAX_FIRST_PHONES = 6;
const DM = 1;
const PHONES_KEY = "magpie-wall-phones";
const READ_KEY = "magpie-wall-read-by-channel";

/** The minimum time for which a screen stays lit. */
const LIT_MS = 5_000;
/** Messages that sound within this time before the newest one belong to the same moment. */
const SAME_MOMENT_MS = 4_000;
/** When the page opens, messages at most this old on the sandbox's clock still light the screen. */
const RECENT_MS = 60_000;

let handles = load(PHONES_KEY, STORY_HANDLES);
/** For each handle and channel: the last message that the member has looked at. */
let read = load(READ_KEY, {});
/** For each message: when this page first saw it (in browser time), and in which moment. */
const firstSeen = new Map();
let newestSoundAt = -Infinity;
let moment = 0;
let clockMovedAt = 0;

/** Starts a new moment. Screens that are lit go dark after their minimum time. */
export function startMoment() {
  moment += 1;
}

/** Starts a new moment after a jump of the clock. Screens that are lit go dark at once. */
export function forgetMoments() {
  moment += 1;
  for (const first of firstSeen.values()) first.at = -Infinity;
  newestSoundAt = -Infinity;
}

/** Starts a new moment if the clock was moved elsewhere: in another window or by a script. */
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

export function phones() {
  const known = handles.map(member).filter(Boolean);
  if (known.length || handles.length === 0) return known;
  // None of the story's members are in this roster, so show its first members.
  handles = [...sandbox.byHandle.keys()].slice(0, MAX_FIRST_PHONES);
  return handles.map(member);
}
/** Whether all members of the story are in the roster. */
export const hasStoryMembers = () => STORY_HANDLES.every((handle) => member(handle));
export const others = () => [...sandbox.members.values()].filter((one) => !handles.includes(one.handle));

export function addPhone(handle) {
  if (!handles.includes(handle)) handles = [...handles, handle];
  save();
}

export function removePhone(handle) {
  handles = handles.filter((one) => one !== handle);
  save();
}

/** Clears everything after a reset. */
export function resetPhones() {
  read = {};
  firstSeen.clear();
  moment = 0;
  save();
}

/** Marks the messages of this channel on the lock screen as read. Returns whether anything changed. */
export function markRead(owner, place) {
  const last = (sandbox.inboxes.get(owner.id) ?? []).filter((item) => isIn(item, place)).at(-1);
  if (!last || read[owner.handle]?.[last.channel] === last.id) return false;
  read[owner.handle] = { ...read[owner.handle], [last.channel]: last.id };
  save();
  return true;
}

/** A member has only one DM on this page, the DM with the bot. */
export const isIn = (item, place) => (place.type === DM ? item.kind === "dm" : item.channel === place.id);

const after = (id, mark) => !mark || id.length > mark.length || (id.length === mark.length && id > mark);

/** The messages that the member has not looked at. */
function unread(owner) {
  const all = sandbox.inboxes.get(owner.id) ?? [];
  const marks = read[owner.handle] ?? {};
  return all.filter((item) => {
    const mark = marks[item.channel];
    // A mark from before a reset matches no message and is ignored.
    return !mark || !all.some((one) => one.id === mark) || after(item.id, mark);
  });
}

/** The messages that have sounded on the wall's phones, as "handle message". */
export const soundedIds = () =>
  new Set(
    phones().flatMap((owner) =>
      (sandbox.inboxes.get(owner.id) ?? []).filter((one) => one.sounds).map((one) => `${owner.handle} ${one.id}`),
    ),
  );

/** The newest message that sounded and that the member has not looked at; null if there is none. */
export const newestSound = (owner) => unread(owner).filter((item) => item.sounds).at(-1) ?? null;

/**
 * What a phone on the wall shows. Discord's silent messages do not sound and do not light the screen, so `silent`
 * counts them separately.
 */
export function lockScreen(owner, { isOpen }) {
  const items = unread(owner);
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
 * Whether a message still lights the screen. While the virtual clock stands still, all messages of the newest moment
 * do, so that there is time to read them.
 */
function isFresh(first, now) {
  return (
    now - first.at < LIT_MS || (sandbox.virtual && first.moment === moment && newestSoundAt - first.at < SAME_MOMENT_MS)
  );
}
