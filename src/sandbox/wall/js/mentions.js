// Mentions. The composer suggests members and roles after an `@`, and sends mentions in Discord's syntax.

import { searchKey } from "./select-dialog.js";
import { sandbox } from "./sandbox-state.js";

const people = () =>
  [...sandbox.members.values()].map((one) => ({
    label: `@${one.handle}`,
    detail: one.name,
    value: one.id,
    code: `<@${one.id}>`,
  }));
const roles = () =>
  [...sandbox.roles.values()]
    .filter((one) => one.name !== "@everyone")
    .map((one) => ({ label: `@${one.name}`, detail: "", value: one.id, code: `<@&${one.id}>` }));
const bot = () =>
  sandbox.botUser
    ? [{ label: `@${sandbox.botUser.name}`, detail: "", value: sandbox.botUser.id, code: `<@${sandbox.botUser.id}>` }]
    : [];
const everybody = () => [...roles(), ...bot(), ...people()];

/** The members and roles that match the `@` and the letters between it and the cursor. */
export function mentionsFor(before) {
  const typed = /(?:^|\s)@([^@\s]*)$/.exec(before)?.[1];
  if (typed === undefined) return [];
  return everybody().filter((one) => searchKey(`${one.label} ${one.detail}`).includes(searchKey(typed)));
}

/** Replaces each `@handle` and `@role` by Discord's syntax. All other uses of `@` stay unchanged. */
export function withMentions(text) {
  const codes = new Map(everybody().map((one) => [one.label.toLowerCase(), one.code]));
  return text.replace(/(^|\s)(@[\p{L}\p{N}_.-]+)/gu, (whole, space, name) =>
    codes.has(name.toLowerCase()) ? space + codes.get(name.toLowerCase()) : whole,
  );
}
