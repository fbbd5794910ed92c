// The page's copy of the sandbox's state. When the sandbox reports a change, the page fetches the changed data.

import { api, listen } from "./api.js";

export const sandbox = {
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
  /** The number of resets of the sandbox. A new number means a new guild. */
  epoch: null,
  /** Whether the sandbox started with a server that is set up and has all members' profiles. */
  seeded: true,
  /** For each channel id: a count that increases with every event in the channel. */
  activity: new Map(),
  /** For each member id: the messages that notified the member. */
  inboxes: new Map(),
};

let activityCount = 0;
const listeners = new Map();

let lost = false;
/** Whether the last fetch got no answer from the sandbox. */
export const isLost = () => lost;

/**
 * Calls `listener` after a change of one of these kinds: clock, moved, members, inbox, mail, messages, channels,
 * commands, bot, reset, fault, fetched (a fetch has ended, with or without an error).
 */
export function subscribe(kinds, listener) {
  for (const kind of kinds.split(" ")) {
    if (!listeners.has(kind)) listeners.set(kind, new Set());
    listeners.get(kind).add(listener);
  }
}

export function unsubscribe(listener) {
  for (const set of listeners.values()) set.delete(listener);
}

function notify(kind, detail) {
  for (const listener of [...(listeners.get(kind) ?? [])]) listener(detail);
}

/** A member by id or roster handle. */
export const member = (name) => sandbox.members.get(name) ?? sandbox.byHandle.get(name) ?? null;

/** Returns the members whose inboxes the page keeps up to date: the members whose phones are on the wall. */
let watched = () => [];
export function watch(list) {
  watched = list;
}

export async function fetchState() {
  const state = await api.state();
  sandbox.guild = state.guild;
  sandbox.members = new Map(state.members.map((one) => [one.id, one]));
  sandbox.byHandle = new Map(state.members.map((one) => [one.handle, one]));
  sandbox.channels = new Map(state.channels.map((one) => [one.id, one]));
  sandbox.roles = new Map((state.roles ?? []).map((one) => [one.id, one]));
  sandbox.botUser = state.bot_user ?? null;
  sandbox.bot = state.bot?.status ?? state.bot ?? "none";
  sandbox.virtual = (state.clock ?? "virtual") === "virtual";
  sandbox.next = state.next ? Date.parse(state.next) : null;
  setNow(state.now);
  sandbox.seeded = state.seeded ?? true;
  const fresh = sandbox.epoch !== null && state.epoch !== sandbox.epoch;
  sandbox.epoch = state.epoch ?? null;
  if (fresh) {
    sandbox.inboxes.clear();
    startOver();
  }
  notify("members");
  notify("bot");
}

/** Tells the page that the sandbox is as at its start. */
function startOver() {
  sandbox.activity.clear();
  notify("commands");
  notify("reset");
}

export function setNow(text) {
  sandbox.now = Date.parse(text);
  notify("clock");
}

/** Fetches the inboxes of the members whose phones are on the wall. */
export async function fetchInboxes() {
  const ids = watched().map((one) => one.id);
  const answers = await Promise.all(ids.map((id) => api.inbox(id).catch(() => [])));
  ids.forEach((id, index) => sandbox.inboxes.set(id, [...answers[index]].sort(byId)));
  notify("inbox");
}

export const byId = (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Changes within this time, in milliseconds, share one fetch. */
const BATCH_MS = 40;
/** The fetches that are planned or running, by name. A fetch starts only after the previous one with the same name. */
const scheduled = new Map();
function schedule(name, act) {
  if (scheduled.has(name)) {
    scheduled.set(name, "again");
    return;
  }
  scheduled.set(name, "planned");
  setTimeout(async () => {
    do {
      scheduled.set(name, "running");
      try {
        await act();
        lost = false;
      } catch (error) {
        lost = error instanceof TypeError;
        notify("fault", error);
      }
      notify("fetched");
    } while (scheduled.get(name) === "again");
    scheduled.delete(name);
  }, BATCH_MS);
}

/** When, in milliseconds after a message or a change of the bot, the state is fetched again. */
const REFRESH_MS = [400, 2500];
let refreshTimers = [];

/** Fetches the state once the bot has had time to store what follows: only then is the next due instant known. */
function refreshStateSoon() {
  refreshTimers.forEach(clearTimeout);
  refreshTimers = REFRESH_MS.map((delay) => setTimeout(() => schedule("state", fetchState), delay));
}

function handleEvent(event) {
  switch (event.kind) {
    case "clock":
      notify("moved");
      setNow(event.now);
      schedule("state", fetchState);
      break;
    case "message":
      sandbox.activity.set(event.channel, ++activityCount);
      schedule("inboxes", fetchInboxes);
      refreshStateSoon();
      notify("messages", event.channel);
      break;
    case "bot":
      sandbox.bot = event.status;
      refreshStateSoon();
      notify("bot");
      break;
    case "members":
      schedule("state", fetchState);
      schedule("inboxes", fetchInboxes);
      break;
    case "channels":
      schedule("state", fetchState);
      notify("channels");
      break;
    case "commands":
      notify("commands");
      break;
    case "mail":
      schedule("mail", () => notify("mail"));
      break;
    case "filled":
      // The members of the new guild have their profiles now. Whatever the page has shown meanwhile is outdated.
      schedule("filled", async () => {
        await fetchState();
        await fetchInboxes();
        startOver();
      });
      break;
    default:
      // The state comes first: after a reset, the open channel is one of the old guild and must not be fetched.
      schedule("everything", async () => {
        await fetchState();
        notify("channels");
        notify("messages", null);
      });
      refreshStateSoon();
      schedule("inboxes", fetchInboxes);
      schedule("mail", () => notify("mail"));
      break;
  }
}

/** Fetches all data without waiting for the event stream. Callers use it after an action of the page itself. */
export function refresh() {
  handleEvent({ kind: "everything" });
}

/** Fetches the state after an interaction: it can change the member without an event. */
export function refreshState() {
  schedule("state", fetchState);
}

/** How often the page redraws the time if the sandbox runs on real time. */
const TICK_MS = 1_000;

export async function startState() {
  await fetchState();
  setInterval(() => {
    if (sandbox.virtual) return;
    sandbox.now += TICK_MS;
    notify("clock");
  }, TICK_MS);
  listen(handleEvent);
}
