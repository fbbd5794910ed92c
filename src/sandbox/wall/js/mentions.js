// Names after an @: found while typing by name, handle or role, and sent as Discord's mentions.

import { plain } from "./pick.js";
import { world } from "./world.js";

const people = () => [...world.members.values()].map((one) => ({ label: `@${one.handle}`, detail: one.name, value: one.id, code: `<@${one.id}>` }));
const roles = () => [...world.roles.values()].filter((one) => one.name !== "@everyone").map((one) => ({ label: `@${one.name}`, detail: "", value: one.id, code: `<@&${one.id}>` }));
const bot = () => (world.botUser ? [{ label: `@${world.botUser.name}`, detail: "", value: world.botUser.id, code: `<@${world.botUser.id}>` }] : []);
const everybody = () => [...roles(), ...bot(), ...people()];

/** Who may be meant by an `@` and letters at the end of what stands before the cursor. */
export function mentionsFor(before) {
  const typed = /(?:^|\s)@([^@\s]*)$/.exec(before)?.[1];
  if (typed === undefined) return [];
  return everybody().filter((one) => plain(`${one.label} ${one.detail}`).includes(plain(typed)));
}

/** The text with each `@handle` or `@role` as Discord's code for it; an `@` before anything else stays as it is. */
export function withMentions(text) {
  const codes = new Map(everybody().map((one) => [one.label.toLowerCase(), one.code]));
  return text.replace(/(^|\s)(@[\p{L}\p{N}_.-]+)/gu, (whole, space, name) => (codes.has(name.toLowerCase()) ? space + codes.get(name.toLowerCase()) : whole));
}
