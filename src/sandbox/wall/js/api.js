// One function for each call of the sandbox's control API, and the stream of changes.

/** An error response of the sandbox. The message is the error text from the sandbox. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const init = { method, headers: {} };
  if (body !== undefined) {
    init.headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  const response = await fetch(`/api/${path}`, init);
  const text = await response.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    if (response.ok) throw new Refused(`${method} ${path}: not JSON`, response.status);
  }
  if (!response.ok)
    throw new Refused(value?.error ?? `${method} ${path}: ${response.status} ${text.slice(0, 200)}`, response.status);
  return value;
}

const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)).toString();

export const api = {
  state: () => call("GET", "state"),
  channels: (as) => call("GET", `view/channels?${query({ as })}`),
  commands: (as, channel) => call("GET", `commands?${query({ as, channel })}`),
  messages: (channel, as) => call("GET", `messages?${query({ channel, as })}`),
  inbox: (member) => call("GET", `inbox/${encodeURIComponent(member)}`),
  mailboxes: () => call("GET", "mail"),
  mails: (address) => call("GET", `mail/${encodeURIComponent(address)}`),
  command: (act) => call("POST", "command", act),
  autocomplete: (act) => call("POST", "autocomplete", act),
  click: (act) => call("POST", "click", act),
  modal: (act) => call("POST", "modal", act),
  post: (act) => call("POST", "messages", act),
  clock: (move) => call("POST", "clock", move),
  settle: () => call("POST", "settle", {}),
  bot: (what) => call("POST", "bot", { do: what }),
  reset: () => call("POST", "reset", {}),
  patchMember: (member, change) => call("PATCH", `members/${encodeURIComponent(member)}`, change),
};

/** How often the page fetches everything while the event stream is disconnected. */
const POLL_MS = 2_000;

/**
 * Calls `listener` with every change. While the event stream is disconnected, the listener gets the change "everything"
 * at intervals.
 */
export function listen(listener) {
  let polling = null;
  const source = new EventSource("/api/events");
  source.addEventListener("open", () => {
    clearInterval(polling);
    polling = null;
    listener({ kind: "everything" });
  });
  source.addEventListener("message", (event) => listener(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    polling ??= setInterval(() => listener({ kind: "everything" }), POLL_MS);
  });
}
