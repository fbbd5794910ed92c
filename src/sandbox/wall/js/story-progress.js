// Stores which card is open and which cards are done, so that they survive a reload of the page.

import { sandbox } from "./sandbox-state.js";

const STORAGE_KEY = "magpie-wall-cards";

export function saveProgress(current, done) {
  const { epoch, seeded, now } = sandbox;
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ epoch, seeded, now, current, done: [...done] }));
}

/**
 * Restores the progress if it is from the same run of the sandbox. A new run begins at an earlier clock time than the
 * stored one, so stored progress from the future is ignored.
 */
export function loadProgress() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORAGE_KEY));
    if (kept && kept.epoch === sandbox.epoch && kept.seeded === sandbox.seeded && kept.now <= sandbox.now)
      return { current: kept.current, done: new Set(kept.done) };
  } catch {
    // Ignore stored progress that cannot be parsed.
  }
  return { current: 1, done: new Set() };
}
