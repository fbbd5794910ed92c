// The cards that guide a newcomer. Each card has steps to do and results to observe. The button of a step does the
// step. The button "Show me" does all steps of a card.

import { BARE_CARDS, noteAnswer } from "./bare-cards.js";
import { fill, h, icon } from "./dom.js";
import { setFormCoach } from "./modal.js";
import { openChannel, showCoach } from "./open-phone.js";
import { NIGHT_CARDS, noteBot, noteShown } from "./story-cards.js";
import { pauseForReaders, StartedOver } from "./story-actions.js";
import { hasFact, replaceFacts } from "./story-facts.js";
import { loadProgress, saveProgress } from "./story-progress.js";
import { utcClock } from "./time.js";
import { toast } from "./toast.js";
import { reset } from "./toolbar.js";
import { rich, t } from "./texts.js";
import { subscribe, sandbox } from "./sandbox-state.js";
import { hasStoryMembers } from "./wall-phones.js";

let place;
let cards = [];
/** The number of the open card, counted from 1. It is 0 if no card is open, and `cards.length + 1` for the ending. */
let current = 1;
let done = new Set();
let showing = false;
let coachOpen = false;

export function startStory(element) {
  place = element;
  cards = deck();
  ({ current, done } = loadProgress());
  cards.forEach((one, index) => isDone(one) && done.add(index + 1));
  build();
  setFormCoach(() => (done.has(current) ? null : coachForForm()));
  subscribe("inbox clock bot", () => {
    noteBot(sandbox.bot);
    // What makes a sight complete can arrive after the channel has shown its messages.
    const sight = openChannel()?.sight();
    if (sight) noteShown(sight);
    markDoneCards();
    showLateCards();
  });
  document.addEventListener("language", build);
  document.addEventListener("pressed", (event) => noteAnswer(event.detail) && markDoneCards());
  document.addEventListener("shown", (event) => noteShown(event.detail) && markDoneCards());
  subscribe("reset", startOver);
}

/** Shows the cards as at the first opening of the page. */
function startOver() {
  done.clear();
  replaceFacts([]);
  coachOpen = false;
  cards = deck();
  const isFocusInBar = document.getElementById("bar").contains(document.activeElement);
  // The focused control may be gone: the late card's button, or a control of a phone that is closed now.
  choose(1, isFocusInBar ? null : 1);
  place.scrollTop = 0;
}

/** Whether all steps of the card have had their effect, and the person has looked at the result. */
const isDone = ({ played, sights = [] }) => played() && sights.every(hasFact);

/** The cards that fit this sandbox. */
function deck() {
  if (!sandbox.seeded) return BARE_CARDS;
  return sandbox.virtual && hasStoryMembers() ? NIGHT_CARDS : [];
}

const isBare = () => !sandbox.seeded;

/** Whether it is too late to play the card. */
const isLate = (one, number) =>
  one.until !== undefined && sandbox.now >= one.until && !done.has(number) && !one.played();
const lateCards = () => cards.map((one, index) => isLate(one, index + 1)).join();
/** The late cards when the cards were built. */
let lateBefore = "";

/** Builds the cards again if it has become too late for one of them. */
function showLateCards() {
  if (lateCards() !== lateBefore) build();
}

function build() {
  lateBefore = lateCards();
  const words = isBare() ? "bare" : "story";
  fill(
    place,
    h(
      "div",
      { class: "story-head" },
      h("h2", { id: "story-title" }, t(words)),
      h("p", { class: "hint" }, t(`${words}-hint`)),
    ),
    cards.length
      ? h(
          "ol",
          { class: "cards" },
          cards.map((one, index) => card(one, index + 1)),
        )
      : h("p", {}, rich(sandbox.virtual ? "story-roster" : "story-real")),
    h("div", { class: "ending-place", "aria-live": "polite" }, ending()),
  );
  showCoach();
}

/** The numbers of the cards that are not done. */
const undone = () => cards.map((_, index) => index + 1).filter((number) => !done.has(number));

/** Builds the text that says what to do after the last card. Null before the person has come to it. */
function ending() {
  const last = cards.length;
  if (last === 0 || !(done.has(last) || current > last)) return null;
  const left = undone().join(", ");
  const key = isBare() ? "bare-end" : "story-end";
  return h(
    "section",
    { class: "ending", "data-ending": "", "aria-labelledby": "ending-title" },
    h("h3", { id: "ending-title", tabindex: "-1" }, t(left ? "end-undone-title" : `${key}-title`)),
    h("p", {}, left ? t("end-undone-lead", { cards: left }) : rich(`${key}-lead`)),
    h("ol", { class: "do" }, [1, 2].map((step) => h("li", {}, h("span", {}, rich(`${key}-do-${step}`))))),
  );
}

/** What to do on a card: its steps, or to start over if it is too late for them. */
const stepsOf = (one) => (isLate(one, cards.indexOf(one) + 1) ? lateNote(one) : stepList(one));

function lateNote({ until }) {
  return h(
    "div",
    { class: "late", "data-late": "" },
    h("p", {}, rich("story-late", { time: `${utcClock(until)} ${t("utc")}`, button: t("reset") })),
    h(
      "button",
      { type: "button", "data-action": "reset-story", "data-focus": "reset-story", on: { click: reset } },
      t("reset"),
    ),
  );
}

function stepList({ key, steps, values = () => ({}) }) {
  return h(
    "ol",
    { class: "do" },
    steps.map((act, index) =>
      h(
        "li",
        {},
        h("span", {}, rich(`${key}-do-${index + 1}`, values())),
        act
          ? h(
              "button",
              {
                type: "button",
                class: "step-go",
                title: t("story-step"),
                "aria-label": t("story-step-of", { step: index + 1 }),
                "data-step": index + 1,
                "data-focus": `step-${index + 1}`,
                on: { click: () => run([act]) },
              },
              icon("play"),
            )
          : null,
      ),
    ),
  );
}

function card(one, number) {
  const { key, steps, looks, values = () => ({}) } = one;
  const open = number === current;
  const late = isLate(one, number);
  const body = h(
    "div",
    { class: "card-body", id: `card-${number}`, hidden: !open },
    h("p", {}, rich(`${key}-lead`, values())),
    h("h4", {}, t("story-do")),
    stepsOf(one),
    h("h4", {}, t("story-look")),
    h(
      "ul",
      { class: "look" },
      Array.from({ length: looks }, (_, index) => h("li", {}, rich(`${key}-look-${index + 1}`, values()))),
    ),
    h(
      "div",
      { class: "card-foot" },
      late
        ? null
        : h(
            "button",
            { type: "button", "data-action": `show-${number}`, "data-focus": "show", on: { click: () => run(steps) } },
            icon("play"),
            t("story-show"),
          ),
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-action": `after-${number}`,
          on: { click: () => choose(number + 1, number + 1) },
        },
        t(number < cards.length ? "story-next" : "story-what-next"),
      ),
    ),
  );
  return h(
    "li",
    { class: "card", "data-card": number, "data-open": String(open), "data-done": String(done.has(number)) },
    h(
      "h3",
      {},
      h(
        "button",
        {
          type: "button",
          "aria-expanded": String(open),
          "aria-controls": `card-${number}`,
          on: { click: () => choose(open ? 0 : number, number) },
        },
        h("span", { class: "number", "aria-hidden": "true" }, done.has(number) ? icon("check") : String(number)),
        h(
          "span",
          {},
          t(`${key}-title`, values()),
          h("span", { class: "unseen", "data-done-word": "" }, done.has(number) ? ` (${t("story-done")})` : ""),
        ),
      ),
    ),
    body,
  );
}

/** Builds the steps of the open card, or null. A phone or a modal that covers the cards shows them. */
export function coach() {
  const one = cards[current - 1];
  if (!one) return null;
  const key = one.key;
  const words = t("coach", { title: t(`${key}-title`, one.values?.() ?? {}) });
  const box = h(
    "details",
    {
      class: "coach",
      open: coachOpen,
      on: {
        toggle: () => {
          if (!box.closest("dialog")) coachOpen = box.open;
        },
      },
    },
    h("summary", { "data-focus": "coach" }, icon("down"), words),
    stepsOf(one),
  );
  return box;
}

/** The name of the channel in which the open card has its step on this member's phone, or null. */
export function placeInCard(handle) {
  return done.has(current) ? null : (cards[current - 1]?.places?.()[handle] ?? null);
}

/** On a narrow screen the steps would fill the form, so they are closed there. */
function coachForForm() {
  const box = coach();
  if (box) box.open = !matchMedia("(max-width: 820px)").matches;
  return box;
}

/** Opens one card (0 closes all cards) and moves the focus to the heading of card `focus`. */
function choose(number, focus) {
  current = number;
  saveProgress(current, done);
  build();
  if (!focus) return;
  const heading = place.querySelector(`[data-card="${focus}"] h3 button`) ?? place.querySelector("#ending-title");
  heading?.focus();
}

/** Marks the cards whose result is visible on the phones as done. A card stays done when the story continues. */
function markDoneCards() {
  saveProgress(current, done);
  cards.forEach((one, index) => {
    const number = index + 1;
    if (done.has(number) || !isDone(one)) return;
    done.add(number);
    saveProgress(current, done);
    const element = place.querySelector(`[data-card="${number}"]`);
    element.dataset.done = "true";
    fill(element.querySelector(".number"), icon("check"));
    element.querySelector("[data-done-word]").textContent = ` (${t("story-done")})`;
    fill(place.querySelector(".ending-place"), ending());
    if (undone().length === 0) {
      toast(t(isBare() ? "bare-end-told" : "story-end-told"));
      // The cards scroll separately only if they are beside the phones. If the cards are above the phones, this call
      // would scroll the whole page.
      if (getComputedStyle(place).position === "sticky")
        place.querySelector(".ending-place").scrollIntoView({ block: "nearest" });
    }
  });
}

async function run(steps) {
  if (showing) return;
  showing = true;
  document.body.dataset.showing = "true";
  try {
    for (const [index, act] of steps.entries()) {
      if (index) await pauseForReaders();
      await act?.();
    }
    markDoneCards();
  } catch (error) {
    if (!(error instanceof StartedOver)) toast(t("story-stuck", { reason: error.message }));
  } finally {
    showing = false;
    delete document.body.dataset.showing;
  }
}
