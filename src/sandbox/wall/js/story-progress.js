// Stores which card is open, which cards are done and what happened, so that they survive a reload of the page.

import { allFacts, replaceFacts } from "./story-facts.js";
import { sandbox } from "./sandbox-state.js";

const STORAGE_KEY = "magpie-wall-cards";

export function saveProgress(current, done) {
  const { epoch, seeded, now } = sandbox;
  const progress = { epoch, seeded, now, current, done: [...done], facts: allFacts() };
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify(progress));
}

/**
 * Restores the progress if it is from the same run of the sandbox. A new run begins at an earlier clock time than the
 * stored one, so stored progress from the future is ignored.
 */
export function loadProgress() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORAGE_KEY));
    if (kept && kept.epoch === sandbox.epoch && kept.seeded === sandbox.seeded && kept.now <= sandbox.now) {
      replaceFacts(kept.facts ?? []);
      return { current: kept.current, done: new Set(kept.done) };
    }
  } catch {
    // Ignore stored progress that cannot be parsed.
  }
  replaceFacts([]);
  return { current: 1, done: new Set() };
}
