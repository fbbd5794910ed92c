// The toolbar: the clock, the bot's controls, and the language.

import { api } from "./api.js";
import { ask } from "./ask.js";
import { fill, h, icon } from "./dom.js";
import { startMoment, forgetMoments, soundedIds } from "./wall-phones.js";
import { clearToast, toast } from "./toast.js";
import { utcClock, utcDay, utcShortDay, utcTime } from "./time.js";
import { language, languages, loadTexts, t } from "./texts.js";
import { fetchInboxes, fetchState, subscribe, sandbox } from "./sandbox-state.js";

/** How much faster than real time the clock moves while it plays. */
const SPEEDS = [1, 60, 600];
const FIRST_SPEED = 60;
/** How often the clock moves while it plays. Between two moves, the bot finishes its work. */
const PLAY_STEP_MS = 500;

let playing = false;
let speed = FIRST_SPEED;
let moving = false;

/**
 * Moves the clock. Only one move runs at a time, because the sandbox stops at every due instant on the way. Returns
 * null if a move runs already. Throws if the sandbox refuses the move.
 */
async function moveClock(step) {
  if (moving) return null;
  moving = true;
  clearToast();
  if (playing) startMoment();
  else forgetMoments();
  document.body.dataset.moving = "true";
  try {
    return await api.clock(step);
  } finally {
    moving = false;
    delete document.body.dataset.moving;
  }
}

/** Like `moveClock`, but tells the person about an error and returns null. */
export async function move(step) {
  try {
    return await moveClock(step);
  } catch (error) {
    tellNotMoved(step, error);
    return null;
  }
}

/** Tells why the clock did not move. If the bot is the reason, the message goes when the bot runs. */
function tellNotMoved(step, error) {
  const isBotAway = sandbox.bot !== "running";
  toast(reasonNotMoved(step, error), () => !isBotAway || sandbox.bot !== "running");
}

/** Distinguishes "nothing is due" from a failed move. Only a running bot can report what is due. */
function reasonNotMoved(step, error) {
  if (sandbox.bot !== "running") return t(sandbox.bot === "starting" ? "clock-bot-starts" : "clock-bot-dead");
  return isNothingDue(step, error) ? t("clock-nothing-due") : error.message;
}

const isNothingDue = (step, error) => step.to === "next" && error.status === 409;

/**
 * Some due rows send no message, for example housekeeping. One click passes such rows only within this time, and at
 * most this many. Otherwise it stops there and says so, because the next message can be months away.
 */
const MAX_SILENT_MS = 30 * 60_000;
const MAX_SILENT_STOPS = 50;
/**
 * A jump that is longer than this needs a confirmation. All of the story's night is shorter, so one press too many does
 * not end the night.
 */
const MAX_UNCONFIRMED_MS = 12 * 3_600_000;

let seekingNext = false;

/** Moves to the next instant at which a member gets a message, and shows whose phone rings. */
export async function moveToNext() {
  if (seekingNext) return;
  seekingNext = true;
  try {
    await seekNext();
  } finally {
    seekingNext = false;
  }
}

async function seekNext() {
  const [before, began, epoch] = [soundedIds(), sandbox.now, sandbox.epoch];
  for (let stops = 0; stops < MAX_SILENT_STOPS; stops += 1) {
    // If this fetch fails, the move fails too and says why.
    await fetchState().catch(() => null);
    if (stops > 0 && sandbox.next && sandbox.next - began > MAX_SILENT_MS) break;
    const isFar = sandbox.next && sandbox.next - began > MAX_UNCONFIRMED_MS;
    if (isFar && !(await ask(t("clock-far", { time: utcTime(sandbox.next) }), t("clock-go")))) return;
    const step = { to: "next" };
    let answer;
    try {
      answer = await moveClock(step);
    } catch (error) {
      if (stops > 0 && sandbox.bot === "running" && isNothingDue(step, error)) break;
      if (sandbox.epoch === epoch) tellNotMoved(step, error);
      return;
    }
    if (!answer) return;
    if (!answer.messages?.length) continue;
    await fetchInboxes();
    if (!showRinging(before)) toast(t("clock-others", { time: timeSince(began, answer.now) }));
    return;
  }
  toast(t("clock-quiet", { time: timeSince(began, sandbox.now) }));
}

/** The time, with its day if the clock has reached another day since `began`. */
function timeSince(began, now) {
  const at = typeof now === "string" ? Date.parse(now) : now;
  return utcDay(began) === utcDay(at) ? `${utcClock(at)} ${t("utc")}` : utcTime(at);
}

/** Moves the clock for a button of the toolbar, and shows whose phone rings. */
async function moveBy(step) {
  const before = soundedIds();
  if (!(await move(step))) return;
  await fetchInboxes();
  showRinging(before);
}

/** Scrolls to a phone that rang. The page sets this function, because only the wall knows where its phones are. */
let showRinging = () => true;

export const toInstant = (ms) => ({ to: new Date(ms).toISOString().replace(".000Z", "Z") });

async function play() {
  playing = true;
  show();
  while (playing) {
    const began = performance.now();
    const answer = await move(toInstant(Math.floor((sandbox.now + speed * PLAY_STEP_MS) / 1000) * 1000));
    if (!answer) playing = false;
    const rest = PLAY_STEP_MS - (performance.now() - began);
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  }
  show();
}

let place;
let shown = "";

/**
 * Starts the toolbar. `ringing(before)` scrolls to a phone that rang for a message not in `before`, and returns whether
 * there is such a phone.
 */
export function startBar(bar, { ringing }) {
  place = bar;
  showRinging = ringing;
  show();
  subscribe("clock bot members", show);
  subscribe("reset", () => {
    playing = false;
    speed = FIRST_SPEED;
    clearToast();
    build();
    show();
  });
  document.addEventListener("language", show);
}

/** Sets the toolbar's height as `--bar`. The elements below need it, because the toolbar wraps on narrow screens. */
export function measureBar() {
  document.documentElement.style.setProperty("--bar", `${place.offsetHeight}px`);
}

/** Rebuilds the toolbar only if something besides the time changed, so that an open list stays open. */
function show() {
  const mark = JSON.stringify([sandbox.virtual, sandbox.bot, playing, language()]);
  if (mark !== shown) build();
  shown = mark;
  const time = place.querySelector(".time");
  time.dataset.clock = new Date(sandbox.now).toISOString();
  time.querySelector("strong").textContent = utcClock(sandbox.now);
  time.querySelector(".long-day").textContent = `${t("utc")} · ${utcDay(sandbox.now)}`;
  time.querySelector(".short-day").textContent = `${t("utc")} · ${utcShortDay(sandbox.now)}`;
  const next = place.querySelector("[data-action=next-event]");
  if (!next) return;
  next.title = nextHint();
  // Not `disabled`, so that a press still says why nothing happens.
  next.setAttribute("aria-disabled", String(sandbox.bot !== "running"));
  next.querySelector(".next-at").textContent = nextAt();
}

/** When the next event is: a time, or a day if it is not today. */
function nextAt() {
  if (sandbox.bot !== "running" || !sandbox.next) return "–";
  return utcDay(sandbox.next) === utcDay(sandbox.now) ? utcClock(sandbox.next) : utcShortDay(sandbox.next);
}

function nextHint() {
  if (sandbox.bot !== "running") return t(sandbox.bot === "starting" ? "clock-bot-starts" : "clock-bot-dead");
  return sandbox.next ? t("clock-next-at", { time: utcTime(sandbox.next) }) : t("clock-next-hint");
}

function build() {
  const focus = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  fill(
    place,
    h(
      "div",
      { class: "brand" },
      h("img", { src: "/wall/magpie.svg", alt: "", width: 36, height: 36 }),
      h("div", {}, h("h1", {}, t("title")), h("p", {}, t("subtitle"))),
    ),
    clock(),
    botControls(),
    h(
      "div",
      { class: "corner" },
      h(
        "label",
        { class: "language", title: t("language") },
        // On a narrow screen, only the icon is visible, and the select lies over it.
        icon("globe"),
        h("span", { class: "unseen" }, t("language")),
        h(
          "select",
          {
            value: language(),
            "data-focus": "language",
            on: { change: (event) => chooseLanguage(event.target.value) },
          },
          languages().map(({ code, name }) => h("option", { value: code, lang: code }, name)),
        ),
      ),
      h(
        "button",
        { type: "button", "data-action": "reset", "data-focus": "reset", title: t("reset-hint"), on: { click: reset } },
        icon("restart"),
        h("span", {}, t("reset")),
      ),
    ),
  );
  if (focus) place.querySelector(`[data-focus="${focus}"]`)?.focus({ preventScroll: true });
}

async function chooseLanguage(code) {
  await loadTexts(code);
  document.dispatchEvent(new Event("language"));
}

const nextLabel = () => h("span", { class: "next-label" }, t("clock-next"), h("small", { class: "next-at" }));

function clock() {
  const button = (action, act, label, ...content) =>
    h(
      "button",
      {
        type: "button",
        "data-action": action,
        "data-focus": action,
        title: label,
        disabled: !sandbox.virtual,
        on: { click: act },
      },
      ...content,
    );
  return h(
    "section",
    { class: "clock", "aria-label": t("clock") },
    h("div", { class: "time" }, h("strong"), h("span", { class: "long-day" }), h("span", { class: "short-day" })),
    sandbox.virtual
      ? h(
          "div",
          { class: "moves" },
          button("next-event", moveToNext, t("clock-next-hint"), icon("next"), nextLabel()),
          button("plus-1h", () => moveBy({ advance: "1h" }), t("clock-plus", { hours: 1 }), "+1 h"),
          button("plus-8h", () => moveBy({ advance: "8h" }), t("clock-plus", { hours: 8 }), "+8 h"),
          h(
            "button",
            {
              type: "button",
              "data-action": "play",
              "data-focus": "play",
              "aria-pressed": String(playing),
              on: { click: () => (playing ? ((playing = false), show()) : play()) },
            },
            icon(playing ? "pause" : "play"),
            h("span", {}, playing ? t("clock-pause") : t("clock-play")),
          ),
          h(
            "label",
            {},
            h("span", { class: "unseen" }, t("clock-speed")),
            h(
              "select",
              {
                value: String(speed),
                "data-action": "speed",
                "data-focus": "speed",
                on: {
                  change: (event) => {
                    speed = Number(event.target.value);
                  },
                },
              },
              SPEEDS.map((times) => h("option", { value: String(times) }, `×${times}`)),
            ),
          ),
        )
      : h("p", { class: "quiet-note" }, t("clock-real")),
  );
}

function botControls() {
  const running = sandbox.bot === "running";
  const button = (what, label) =>
    h(
      "button",
      {
        type: "button",
        class: what === "kill" ? "danger" : "good",
        "data-action": `bot-${what}`,
        "data-focus": "bot",
        on: { click: () => controlBot(what) },
      },
      label,
    );
  if (sandbox.bot === "none")
    return h(
      "section",
      { class: "life", "aria-label": t("bot") },
      h("span", { class: "pulse", "data-bot": "none" }, t("bot-elsewhere")),
    );
  return h(
    "section",
    { class: "life", "aria-label": t("bot") },
    h(
      "span",
      { class: "pulse", "data-bot": sandbox.bot, role: "status" },
      t(`bot-${running ? "running" : sandbox.bot === "starting" ? "starting" : "stopped"}`),
    ),
    running ? button("kill", t("bot-kill")) : button("start", t("bot-start")),
  );
}

let controlling = false;

export async function controlBot(what) {
  // A second press while the bot starts would be refused.
  if (controlling) return;
  controlling = true;
  clearToast();
  try {
    await api.bot(what);
    const status = what === "kill" ? "stopped" : "running";
    sandbox.bot = status;
    toast(t(what === "kill" ? "bot-killed" : "bot-started"), () => sandbox.bot === status);
  } catch (error) {
    // Another window may have started the bot.
    await fetchState().catch(() => null);
    if (what === "start" && sandbox.bot === "running") toast(t("bot-running"));
    else if (what === "start" && sandbox.bot === "starting")
      toast(t("clock-bot-starts"), () => sandbox.bot === "starting");
    else toast(error.message);
  } finally {
    controlling = false;
  }
}

let resetting = false;

export async function reset() {
  // A second press during a reset would start over once more.
  if (resetting) return;
  resetting = true;
  try {
    if (!(await ask(t("reset-sure"), t("reset")))) return;
    playing = false;
    clearToast();
    await api.reset();
  } catch (error) {
    toast(error.message);
  } finally {
    resetting = false;
  }
}
