// The control API, and nothing else: how the page speaks to the sandbox.

/** What the sandbox refused, in its own words. */
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
  if (!response.ok) throw new Refused(value?.error ?? `${method} ${path}: ${response.status} ${text.slice(0, 200)}`, response.status);
  return value;
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)).toString();

export const api = {
  state: () => call("GET", "state"),
  channels: (as) => call("GET", `view/channels?${query({ as })}`),
  commands: (as, channel) => call("GET", `commands?${query({ as, channel })}`),
  messages: (channel, as) => call("GET", `messages?${query({ channel, as })}`),
  inbox: (member) => call("GET", `inbox/${encodeURIComponent(member)}`),
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

/** How often the page asks when the sandbox cannot tell it of changes. */
const POLL_MS = 2_000;

/** Tells `heard` of every change; when the stream is lost, asks again and again until it is back. */
export function listen(heard) {
  let polling = null;
  const source = new EventSource("/api/events");
  source.addEventListener("open", () => {
    clearInterval(polling);
    polling = null;
    heard({ kind: "everything" });
  });
  source.addEventListener("message", (event) => heard(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    polling ??= setInterval(() => heard({ kind: "everything" }), POLL_MS);
  });
}
