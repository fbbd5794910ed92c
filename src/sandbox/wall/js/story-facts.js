// What happened on the phones in this run that no inbox shows: what an open phone showed, what a press changed, and
// that the bot was killed and came back. The cards need it, so it survives a reload together with their progress.

const facts = new Set();

export const hasFact = (name) => facts.has(name);
export const allFacts = () => [...facts];

/** Stores a fact. Returns whether it is new. */
export function addFact(name) {
  const isNew = !facts.has(name);
  facts.add(name);
  return isNew;
}

export function replaceFacts(names) {
  facts.clear();
  for (const name of names) facts.add(name);
}
