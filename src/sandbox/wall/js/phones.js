// Which phones hang on the wall, and what their owners have looked at. Kept in the browser, so that a reload changes nothing.

import { member, world } from "./world.js";

/** The cast of the story. */
const CAST = ["sec-lead", "brisbane", "lapaz", "sydney", "vancouver", "guest"];
const KEPT = "magpie-wall-phones";
const READ = "magpie-wall-read";

/** A screen lights up for this long on the sandbox's clock, and at least this long for the person who watches. */
const LIT_MS = 60_000;
const LIT_REAL_MS = 5_000;

let handles = load(KEPT, CAST);
let read = load(READ, {});
/** What sounds within this time of the newest belongs to the same moment for the person who watches. */
const WAVE_MS = 4_000;
/** When this page first saw an item, in the browser's own time. */
const seenAt = new Map();
let newest = 0;

function load(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify(handles));
  sessionStorage.setItem(READ, JSON.stringify(read));
}

export const phones = () => handles.map(member).filter(Boolean);
export const others = () => [...world.members.values()].filter((one) => !handles.includes(one.handle));

export function hang(handle) {
  if (!handles.includes(handle)) handles = [...handles, handle];
  keep();
}

export function takeDown(handle) {
  handles = handles.filter((one) => one !== handle);
  keep();
}

/** A new world has no past. */
export function forget() {
  read = {};
  seenAt.clear();
  keep();
}

/** The owner has the phone in hand: what is on the lock screen is seen, and the screen may go dark. */
export function markRead(owner) {
  const last = (world.inboxes.get(owner.id) ?? []).at(-1);
  if (last && read[owner.handle] !== last.id) {
    read[owner.handle] = last.id;
    keep();
    return true;
  }
  return false;
}

const after = (id, mark) => !mark || id.length > mark.length || (id.length === mark.length && id > mark);

/**
 * What a phone shows while it hangs there. Discord's silent messages make no sound and light nothing, so they are
 * counted apart: `waiting` is what the owner would find on opening it.
 */
export function lockScreen(owner, { inHand }) {
  const items = (world.inboxes.get(owner.id) ?? []).filter((item) => after(item.id, read[owner.handle]));
  const sounded = items.filter((item) => item.sounds);
  const now = performance.now();
  for (const item of sounded) {
    if (seenAt.has(item.id)) continue;
    seenAt.set(item.id, now);
    newest = now;
  }
  const fresh = sounded.filter((item) => isFresh(item, now));
  return { sounded, lit: !inHand && fresh.length > 0, silent: items.length - sounded.length };
}

/**
 * The clock may stand still while somebody reads: the light of the newest moment stays for them until time moves on, and
 * that of an older moment goes when something newer sounds.
 */
function isFresh(item, now) {
  const seen = seenAt.get(item.id);
  const thisMinute = Math.abs(world.now - Date.parse(item.at)) < LIT_MS;
  return now - seen < LIT_REAL_MS || (thisMinute && newest - seen < WAVE_MS);
}
