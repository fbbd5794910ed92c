// The bar at the top: the clock that everybody on this page lives by, the bot's life, the language.

import { api } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { timeFlows, timeLeaps } from "./phones.js";
import { toast } from "./toast.js";
import { utcClock, utcDay } from "./time.js";
import { language, languages, loadWords, w } from "./words.js";
import { onChange, world } from "./world.js";

/** How much faster than a real clock time runs while it plays. */
const SPEEDS = [1, 60, 600];
/** While playing, the clock is moved this often; the bot finishes its work in between. */
const BEAT_MS = 500;

let playing = false;
let speed = 60;
let moving = false;

/** Moves the clock and says what came of it. Only one move at a time: the sandbox stops at every due instant on the way. */
export async function move(step) {
  if (moving) return null;
  moving = true;
  if (playing) timeFlows();
  else timeLeaps();
  document.body.dataset.moving = "true";
  try {
    return await api.clock(step);
  } catch (fault) {
    // Two different things: nothing is planned, or the move itself failed.
    toast(step.to === "next" && (fault.status === 404 || fault.status === 409) ? w("clock-nothing-due") : fault.message);
    return null;
  } finally {
    moving = false;
    delete document.body.dataset.moving;
  }
}

/** The bot also keeps house at times that nobody notices; so many of them are passed over in one go. */
const UNNOTICED = 50;

/** Goes on to the next moment at which somebody gets a message. */
export async function moveToNext() {
  for (let step = 0; step < UNNOTICED; step += 1) {
    const answer = await move({ to: "next" });
    if (!answer || answer.messages?.length) return;
  }
}

export const toInstant = (ms) => ({ to: new Date(ms).toISOString().replace(".000Z", "Z") });

async function play() {
  playing = true;
  show();
  while (playing) {
    const began = performance.now();
    const answer = await move(toInstant(Math.floor((world.now + speed * BEAT_MS) / 1000) * 1000));
    if (!answer) playing = false;
    const rest = BEAT_MS - (performance.now() - began);
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  }
  show();
}

let place;
let shown = "";

export function startBar(bar) {
  place = bar;
  shown = "";
  show();
  onChange("clock bot members", show);
}

/** Builds the bar anew only when more than the time has changed, so that a list that somebody holds open stays open. */
function show() {
  const mark = JSON.stringify([world.virtual, world.bot, playing, language()]);
  if (mark !== shown) build();
  shown = mark;
  const time = place.querySelector(".time");
  time.dataset.clock = new Date(world.now).toISOString();
  time.querySelector("strong").textContent = utcClock(world.now);
  time.querySelector("span").textContent = `${w("utc")} · ${utcDay(world.now)}`;
  const next = place.querySelector("[data-action=next-event]");
  if (next) next.title = world.next ? w("clock-next-at", { time: utcClock(world.next) }) : w("clock-next-hint");
}

function build() {
  const focus = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  fill(place,
    h("div", { class: "brand" }, h("img", { src: "/wall/magpie.svg", alt: "", width: 36, height: 36 }),
      h("div", {}, h("h1", {}, w("title")), h("p", {}, w("subtitle")))),
    clock(),
    life(),
    h("div", { class: "corner" },
      h("label", {}, h("span", { class: "unseen" }, w("language")),
        h("select", { value: language(), "data-focus": "language", on: { change: (event) => chooseLanguage(event.target.value) } },
          languages().map(({ code, name }) => h("option", { value: code, lang: code }, name)))),
      h("button", { type: "button", "data-action": "reset", "data-focus": "reset", title: w("reset-hint"), on: { click: reset } }, w("reset"))));
  if (focus) place.querySelector(`[data-focus="${focus}"]`)?.focus();
}

async function chooseLanguage(code) {
  await loadWords(code);
  document.dispatchEvent(new Event("language"));
}

function clock() {
  const button = (action, act, label, ...content) =>
    h("button", { type: "button", "data-action": action, "data-focus": action, title: label, disabled: !world.virtual, on: { click: act } }, ...content);
  return h("section", { class: "clock", "aria-label": w("clock") },
    h("div", { class: "time" }, h("strong"), h("span")),
    world.virtual ? h("div", { class: "moves" },
      button("next-event", moveToNext, w("clock-next-hint"), icon("next"), w("clock-next")),
      button("plus-1h", () => move({ advance: "1h" }), w("clock-plus", { hours: 1 }), "+1 h"),
      button("plus-8h", () => move({ advance: "8h" }), w("clock-plus", { hours: 8 }), "+8 h"),
      h("button", { type: "button", "data-action": "play", "data-focus": "play", "aria-pressed": String(playing), on: { click: () => (playing ? (playing = false, show()) : play()) } },
        icon(playing ? "pause" : "play"), h("span", {}, playing ? w("clock-pause") : w("clock-play"))),
      h("label", {}, h("span", { class: "unseen" }, w("clock-speed")),
        h("select", { value: String(speed), "data-action": "speed", "data-focus": "speed", on: { change: (event) => { speed = Number(event.target.value); } } },
          SPEEDS.map((times) => h("option", { value: String(times) }, `×${times}`)))))
      : h("p", { class: "quiet-note" }, w("clock-real")));
}

function life() {
  const running = world.bot === "running";
  const button = (what, label) =>
    h("button", { type: "button", class: what === "kill" ? "danger" : "good", "data-action": `bot-${what}`, "data-focus": "bot", on: { click: () => order(what) } }, label);
  if (world.bot === "none") return h("section", { class: "life", "aria-label": w("bot") }, h("span", { class: "pulse", "data-bot": "none" }, w("bot-elsewhere")));
  return h("section", { class: "life", "aria-label": w("bot") },
    h("span", { class: "pulse", "data-bot": world.bot, role: "status" }, w(`bot-${running ? "running" : world.bot === "starting" ? "starting" : "stopped"}`)),
    running ? button("kill", w("bot-kill")) : button("start", w("bot-start")));
}

export async function order(what) {
  try {
    await api.bot(what);
    toast(w(what === "kill" ? "bot-killed" : "bot-started"));
  } catch (fault) {
    toast(fault.message);
  }
}

async function reset() {
  if (!confirm(w("reset-sure"))) return;
  playing = false;
  try {
    await api.reset();
  } catch (fault) {
    toast(fault.message);
  }
}
