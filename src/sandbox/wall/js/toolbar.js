// The toolbar: the clock, the bot's controls, and the language.

import { api } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { startMoment, forgetMoments, soundedIds } from "./wall-phones.js";
import { toast } from "./toast.js";
import { utcClock, utcDay } from "./time.js";
import { language, languages, loadTexts, t } from "./texts.js";
import { fetchInboxes, subscribe, sandbox } from "./sandbox-state.js";

/** How much faster than real time the clock moves while it plays. */
const SPEEDS = [1, 60, 600];
/** How often the clock moves while it plays. Between two moves, the bot finishes its work. */
const PLAY_STEP_MS = 500;

let playing = false;
let speed = 60;
let moving = false;

/** Moves the clock. Only one move runs at a time, because the sandbox stops at every due instant on the way. */
export async function move(step) {
  if (moving) return null;
  moving = true;
  if (playing) startMoment();
  else forgetMoments();
  document.body.dataset.moving = "true";
  try {
    return await api.clock(step);
  } catch (error) {
    // Distinguish "nothing is due" from a failed move. Only a running bot can report what is due.
    if (sandbox.bot !== "running") toast(t(sandbox.bot === "starting" ? "clock-bot-starts" : "clock-bot-dead"));
    else toast(step.to === "next" && error.status === 409 ? t("clock-nothing-due") : error.message);
    return null;
  } finally {
    moving = false;
    delete document.body.dataset.moving;
  }
}

/** Some due rows send no message, for example housekeeping. One click passes at most this many such rows. */
const MAX_SILENT_STOPS = 50;

/** Moves to the next instant at which a member gets a message, and shows whose phone rings. */
export async function moveToNext() {
  const before = soundedIds();
  for (let step = 0; step < MAX_SILENT_STOPS; step += 1) {
    const answer = await move({ to: "next" });
    if (!answer) return;
    if (!answer.messages?.length) continue;
    await fetchInboxes();
    if (!showRinging(before)) toast(t("clock-others", { time: `${utcClock(sandbox.now)} ${t("utc")}` }));
    return;
  }
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
  time.querySelector("span").textContent = `${t("utc")} · ${utcDay(sandbox.now)}`;
  const next = place.querySelector("[data-action=next-event]");
  if (next) next.title = nextHint();
}

function nextHint() {
  if (sandbox.bot !== "running") return t(sandbox.bot === "starting" ? "clock-bot-starts" : "clock-bot-dead");
  return sandbox.next ? t("clock-next-at", { time: utcClock(sandbox.next) }) : t("clock-next-hint");
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
        {},
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
        t("reset"),
      ),
    ),
  );
  if (focus) place.querySelector(`[data-focus="${focus}"]`)?.focus();
}

async function chooseLanguage(code) {
  await loadTexts(code);
  document.dispatchEvent(new Event("language"));
}

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
    h("div", { class: "time" }, h("strong"), h("span")),
    sandbox.virtual
      ? h(
          "div",
          { class: "moves" },
          button("next-event", moveToNext, t("clock-next-hint"), icon("next"), t("clock-next")),
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

export async function controlBot(what) {
  try {
    await api.bot(what);
    toast(t(what === "kill" ? "bot-killed" : "bot-started"));
  } catch (error) {
    toast(error.message);
  }
}

async function reset() {
  if (!confirm(t("reset-sure"))) return;
  playing = false;
  try {
    await api.reset();
  } catch (error) {
    toast(error.message);
  }
}
