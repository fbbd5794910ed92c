// Which phones are on the wall, and which messages their owners have read. The browser's session storage keeps both
// over a reload.

import { member, sandbox } from "./sandbox-state.js";

/** The members of the story. */
const STORY_HANDLES = ["sec-lead", "brisbane", "lapaz", "sydney", "vancouver", "guest"];
/** How many phones the wall starts with if the roster lacks the members of the story. */
const MAX_FIRST_PHONES = 6;
const DM = 1;
const PHONES_KEY = "magpie-wall-phones";
const READ_KEY = "magpie-wall-read-by-channel";

/** A screen stays lit for at least this time. */
const LIT_MS = 5_000;
/** All messages that sound within this time before the newest sound belong to the same moment. */
const SAME_MOMENT_MS = 4_000;
/** When the page opens, messages at most this old on the sandbox's clock still light the screen. */
const RECENT_MS = 60_000;

let handles = load(PHONES_KEY, STORY_HANDLES);
/** For each handle and channel: the id of the last message that the member has read. */
let lastReadIds = load(READ_KEY, {});
/** For each message: when this page first received it (in browser time), and in which moment. */
const firstSeen = new Map();
let newestSoundAt = -Infinity;
let moment = 0;
let clockMovedAt = 0;

/** Starts a new moment. Screens that are lit go dark when their minimum time is over. */
export function startMoment() {
  moment += 1;
}

/** Starts a new moment after a jump of the clock. Screens that are lit go dark at once. */
export function forgetMoments() {
  moment += 1;
  for (const first of firstSeen.values()) first.at = -Infinity;
  newestSoundAt = -Infinity;
}

/** Starts a new moment if something other than this page moved the clock: another window or a script. */
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
  sessionStorage.setItem(READ_KEY, JSON.stringify(lastReadIds));
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
export const membersWithoutPhone = () => [...sandbox.members.values()].filter((one) => !handles.includes(one.handle));

export function addPhone(handle) {
  if (!handles.includes(handle)) handles = [...handles, handle];
  save();
}

export function removePhone(handle) {
  handles = handles.filter((one) => one !== handle);
  save();
}

/** The members of the story that are in the roster. The cards need their inboxes, also if their phones are removed. */
export const storyMembers = () => STORY_HANDLES.map(member).filter(Boolean);

/** Puts the first phones on the wall, and forgets which messages were read. Called after a reset of the sandbox. */
export function resetPhones() {
  handles = STORY_HANDLES;
  lastReadIds = {};
  firstSeen.clear();
  newestSoundAt = -Infinity;
  moment = 0;
  clockMovedAt = 0;
  save();
}

/** Marks all messages of this channel as read. Returns whether the lock screen changed. */
export function markRead(owner, place) {
  const last = (sandbox.inboxes.get(owner.id) ?? []).filter((item) => isIn(item, place)).at(-1);
  if (!last || lastReadIds[owner.handle]?.[last.channel] === last.id) return false;
  lastReadIds[owner.handle] = { ...lastReadIds[owner.handle], [last.channel]: last.id };
  save();
  return true;
}

/** Whether the message is in the channel. A member has only one DM on this page: the DM with the bot. */
export const isIn = (item, place) => (place.type === DM ? item.kind === "dm" : item.channel === place.id);

const isAfter = (id, mark) => !mark || id.length > mark.length || (id.length === mark.length && id > mark);

/** The messages in the member's inbox that the member has not read. */
function unreadMessages(owner) {
  const all = sandbox.inboxes.get(owner.id) ?? [];
  const marks = lastReadIds[owner.handle] ?? {};
  return all.filter((item) => {
    const mark = marks[item.channel];
    // Ignore a mark from before a reset. It matches no message.
    return !mark || !all.some((one) => one.id === mark) || isAfter(item.id, mark);
  });
}

/** The messages that have sounded on the wall's phones, as a set of "handle id". */
export const soundedIds = () =>
  new Set(
    phones().flatMap((owner) =>
      (sandbox.inboxes.get(owner.id) ?? []).filter((one) => one.sounds).map((one) => `${owner.handle} ${one.id}`),
    ),
  );

/** The newest message that sounded and that the member has not read; null if there is none. */
export const newestSound = (owner) => unreadMessages(owner).filter((item) => item.sounds).at(-1) ?? null;

/**
 * The state of a phone's lock screen: the unread messages that sounded, whether the screen is lit, and the number of
 * unread messages that are silent. A silent message does not sound and does not light the screen.
 */
export function lockScreen(owner, { isOpen }) {
  const items = unreadMessages(owner);
  const sounded = items.filter((item) => item.sounds);
  const now = performance.now();
  for (const item of sounded) {
    if (firstSeen.has(item.id)) continue;
    const isOld = moment === 0 && Math.abs(sandbox.now - Date.parse(item.at)) > RECENT_MS;
    firstSeen.set(item.id, { at: isOld ? -Infinity : now, moment });
    if (!isOld) newestSoundAt = now;
  }
  return {
    sounded,
    lit: !isOpen && sounded.some((item) => isFresh(firstSeen.get(item.id), now)),
    silent: items.length - sounded.length,
  };
}

/**
 * Whether a message still lights the screen. While the virtual clock stands still, all messages of the newest moment
 * light the screen, so that people have time to read them.
 */
function isFresh(first, now) {
  return (
    now - first.at < LIT_MS || (sandbox.virtual && first.moment === moment && newestSoundAt - first.at < SAME_MOMENT_MS)
  );
}
