// Which phones hang on the wall, and what their owners have looked at. Kept in the browser, so that a reload changes nothing.

import { member, world } from "./world.js";

/** The cast of the story. */
const CAST = ["sec-lead", "brisbane", "lapaz", "sydney", "vancouver", "guest"];
const KEPT = "magpie-wall-phones";
const READ = "magpie-wall-read";

/** A screen stays lit at least this long for the person who watches. */
const LIT_MS = 5_000;
/** What sounds within this time of the newest belongs to the same moment. */
const WAVE_MS = 4_000;
/** On the first look at a page: what sounded this lately on the sandbox's clock is still lit. */
const LATELY_MS = 60_000;

let handles = load(KEPT, CAST);
let read = load(READ, {});
/** By item: when this page first saw it, in the browser's own time, and in which era. */
const seen = new Map();
let newest = -Infinity;
let era = 0;
let moved = 0;

/** Time flows on: the light of what sounded before goes out when it has been seen long enough. */
export function timeFlows() {
  era += 1;
}

/** Somebody moves the clock by a leap: what sounded before is long past. */
export function timeLeaps() {
  era += 1;
  for (const first of seen.values()) first.at = -Infinity;
  newest = -Infinity;
}

/** A clock that was moved elsewhere, in another window or by a script, opens an era as well. */
export function clockMoved() {
  const now = performance.now();
  if (world.virtual && now - moved > WAVE_MS) timeFlows();
  moved = now;
}

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
  seen.clear();
  era = 0;
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
  const all = world.inboxes.get(owner.id) ?? [];
  // A mark of a sandbox that is gone means nothing in this one.
  const mark = all.some((item) => item.id === read[owner.handle]) ? read[owner.handle] : null;
  const items = all.filter((item) => after(item.id, mark));
  const sounded = items.filter((item) => item.sounds);
  const now = performance.now();
  for (const item of sounded) {
    if (seen.has(item.id)) continue;
    const late = era === 0 && Math.abs(world.now - Date.parse(item.at)) > LATELY_MS;
    seen.set(item.id, { at: late ? -Infinity : now, era });
    if (!late) newest = now;
  }
  return { sounded, lit: !inHand && sounded.some((item) => isFresh(seen.get(item.id), now)), silent: items.length - sounded.length };
}

/**
 * The clock may stand still while somebody reads: the light of the newest moment stays for them until time moves on, and
 * that of an older moment goes when something newer sounds.
 */
function isFresh(first, now) {
  return now - first.at < LIT_MS || (world.virtual && first.era === era && newest - first.at < WAVE_MS);
}
