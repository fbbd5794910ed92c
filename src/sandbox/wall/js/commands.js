// The bot's slash commands that a member can use: lists them by full name, searches them, and parses a typed line.

import { api } from "./api.js";
import { searchKey } from "./select-dialog.js";
import { subscribe } from "./sandbox-state.js";

const SUBCOMMAND = 1;
const GROUP = 2;

/** Discord's option types. */
export const TYPE = {
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

const cachedCommands = new Map();
subscribe("commands reset channels members bot", () => cachedCommands.clear());

/**
 * Every command that `owner` can use, as `{path, shown, id, description, options}`. `path` is the full name, such as
 * "alert send", and `shown` is the full name in the owner's language.
 */
export async function commandsFor(owner, channel) {
  const key = `${owner.id} ${channel}`;
  if (!cachedCommands.has(key)) {
    cachedCommands.set(
      key,
      api
        .commands(owner.id, channel)
        .then((answer) =>
          (answer.commands ?? answer).filter((one) => (one.type ?? 1) === 1).flatMap((one) => leaves(one, "", "")),
        ),
    );
    cachedCommands.get(key).catch(() => cachedCommands.delete(key));
  }
  return cachedCommands.get(key);
}

function leaves(one, path, shown) {
  const names = { path: `${path}${one.name}`, shown: `${shown}${one.name_localized ?? one.name}` };
  const subcommands = (one.options ?? []).filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
  if (subcommands.length)
    return subcommands.flatMap((option) => leaves({ ...option, id: one.id }, `${names.path} `, `${names.shown} `));
  const description = one.description_localized ?? one.description ?? "";
  return [{ ...names, id: one.id, description, options: one.options ?? [] }];
}

/** The name of a mentioned command in `owner`'s client. If `owner` cannot use the command, the name in the mention. */
export async function commandName(owner, channel, path, id) {
  const list = await commandsFor(owner, channel).catch(() => []);
  return list.find((leaf) => leaf.id === id && leaf.path === path)?.shown ?? path;
}

/** The commands that match the text after the slash, best match first. */
export function matching(list, typed) {
  const wanted = searchKey(typed.trim());
  const rank = (leaf) => {
    const names = [searchKey(leaf.path), searchKey(leaf.shown)];
    if (names.some((name) => name.startsWith(wanted))) return 0;
    if (names.some((name) => name.includes(wanted))) return 1;
    return wanted.length > 2 && searchKey(leaf.description).includes(wanted) ? 2 : 3;
  };
  return list
    .map((leaf) => ({ leaf, rank: rank(leaf) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank || a.leaf.shown.localeCompare(b.leaf.shown))
    .map(({ leaf }) => leaf);
}

/**
 * Parses a whole line, such as `/remind me text:Tea when:in 2h`. Returns null if the line does not begin with a command
 * of the list.
 */
export function readLine(list, line) {
  const text = line.replace(/^\//, "");
  const leaf = [...list]
    .sort((a, b) => b.path.length - a.path.length)
    .find((one) => [one.path, one.shown].some((name) => text === name || text.startsWith(`${name} `)));
  if (!leaf) return null;
  const name = [leaf.path, leaf.shown].find((one) => text === one || text.startsWith(`${one} `));
  const rest = text.slice(name.length);
  const values = {};
  const starts = [...rest.matchAll(/(?:^|\s)([\p{L}\p{N}_-]+):/gu)]
    .map((match) => ({
      match,
      option: leaf.options.find((option) => option.name === match[1] || option.name_localized === match[1]),
    }))
    .filter(({ option }) => option);
  starts.forEach(({ match, option }, index) => {
    values[option.name] = rest
      .slice(match.index + match[0].length, starts[index + 1]?.match.index ?? rest.length)
      .trim();
  });
  return { leaf, values };
}
