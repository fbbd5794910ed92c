// Which card is open and which are done, kept over a reload of the page.

import { sandbox } from "./sandbox-state.js";

const STORAGE_KEY = "magpie-wall-cards";

export function saveProgress(current, done) {
  const { epoch, seeded, now } = sandbox;
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ epoch, seeded, now, current, done: [...done] }));
}

/** A sandbox that was started since is another one: its clock is earlier than the one that was kept. */
export function loadProgress() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORAGE_KEY));
    if (kept && kept.epoch === sandbox.epoch && kept.seeded === sandbox.seeded && kept.now <= sandbox.now)
      return { current: kept.current, done: new Set(kept.done) };
  } catch {
    // What cannot be read is as good as nothing.
  }
  return { current: 1, done: new Set() };
}
