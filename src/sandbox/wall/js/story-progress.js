// Which card is open and which are done. It survives a reload of the page.

import { sandbox } from "./sandbox-state.js";

const STORAGE_KEY = "magpie-wall-cards";

export function saveProgress(current, done) {
  const { epoch, seeded, now } = sandbox;
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ epoch, seeded, now, current, done: [...done] }));
}

/**
 * Restores the progress, but only for the same sandbox. A sandbox started later has an earlier clock than the stored
 * one.
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
