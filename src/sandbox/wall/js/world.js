// What the page knows of the sandbox: a copy, fetched anew whenever the sandbox says that something changed.

import { api, listen } from "./api.js";

export const world = {
  now: 0,
  guild: null,
  members: new Map(),
  byHandle: new Map(),
  channels: new Map(),
  roles: new Map(),
  botUser: null,
  bot: "none",
  virtual: true,
  next: null,
  /** Counts the resets of the sandbox: another number is another world. */
  epoch: null,
  /** By channel id: a number that grows with everything that happens there. */
  touched: new Map(),
  /** By member id: what reached them. */
  inboxes: new Map(),
};

let touches = 0;
const listeners = new Map();

/** Calls `heard` after a change of that kind was taken in: clock, moved (by anybody), members, inbox, messages, channels, commands, bot, reset. */
export function onChange(kinds, heard) {
  for (const kind of kinds.split(" ")) {
    if (!listeners.has(kind)) listeners.set(kind, new Set());
    listeners.get(kind).add(heard);
  }
}

export function offChange(heard) {
  for (const set of listeners.values()) set.delete(heard);
}

function tell(kind, detail) {
  for (const heard of [...(listeners.get(kind) ?? [])]) heard(detail);
}

/** A member by id or by roster handle. */
export const member = (name) => world.members.get(name) ?? world.byHandle.get(name) ?? null;

/** Whose inboxes are kept up to date: the phones on the wall. */
let watched = () => [];
export function watch(list) {
  watched = list;
}

export async function fetchState() {
  const state = await api.state();
  world.guild = state.guild;
  world.members = new Map(state.members.map((one) => [one.id, one]));
  world.byHandle = new Map(state.members.map((one) => [one.handle, one]));
  world.channels = new Map(state.channels.map((one) => [one.id, one]));
  world.roles = new Map((state.roles ?? []).map((one) => [one.id, one]));
  world.botUser = state.bot_user ?? null;
  world.bot = state.bot?.status ?? state.bot ?? "none";
  world.virtual = (state.clock ?? "virtual") === "virtual";
  world.next = state.next ? Date.parse(state.next) : null;
  setNow(state.now);
  const fresh = world.epoch !== null && state.epoch !== world.epoch;
  world.epoch = state.epoch ?? null;
  if (fresh) {
    world.inboxes.clear();
    tell("commands");
    tell("reset");
  }
  tell("members");
  tell("bot");
}

export function setNow(text) {
  world.now = Date.parse(text);
  tell("clock");
}

export async function fetchInboxes() {
  const ids = watched().map((one) => one.id);
  const answers = await Promise.all(ids.map((id) => api.inbox(id).catch(() => [])));
  ids.forEach((id, index) => world.inboxes.set(id, [...answers[index]].sort(byId)));
  tell("inbox");
}

export const byId = (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Several changes in one breath are one fetch. */
const GATHER_MS = 40;
/** What is planned or under way, by name. A fetch never overtakes the one before it. */
const gathered = new Map();
function soon(name, act) {
  if (gathered.has(name)) {
    gathered.set(name, "again");
    return;
  }
  gathered.set(name, "planned");
  setTimeout(async () => {
    do {
      gathered.set(name, "running");
      try {
        await act();
      } catch (fault) {
        tell("fault", fault);
      }
    } while (gathered.get(name) === "again");
    gathered.delete(name);
  }, GATHER_MS);
}

function heard(event) {
  switch (event.kind) {
    case "clock":
      tell("moved");
      setNow(event.now);
      soon("state", fetchState);
      break;
    case "message":
      world.touched.set(event.channel, ++touches);
      soon("inboxes", fetchInboxes);
      tell("messages", event.channel);
      break;
    case "bot":
      world.bot = event.status;
      tell("bot");
      break;
    case "members":
      soon("state", fetchState);
      soon("inboxes", fetchInboxes);
      break;
    case "channels":
      soon("state", fetchState);
      tell("channels");
      break;
    case "commands":
      tell("commands");
      break;
    default:
      soon("state", fetchState);
      soon("inboxes", fetchInboxes);
      tell("channels");
      tell("messages", null);
      break;
  }
}

/** After an act of our own: don't wait for the stream to tell what we know has changed. */
export function refresh() {
  heard({ kind: "everything" });
}

/** How often a real clock is shown anew. */
const TICK_MS = 1_000;

export async function startWorld() {
  await fetchState();
  setInterval(() => {
    if (world.virtual) return;
    world.now += TICK_MS;
    tell("clock");
  }, TICK_MS);
  listen(heard);
}
