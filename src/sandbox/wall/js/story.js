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
    showStepStates();
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

const numberOf = (one) => cards.indexOf(one) + 1;
const isOver = (one) => done.has(numberOf(one)) || one.played();
/** The card that must be played before this card and is not; null if there is none. */
function missingCard(one) {
  const before = cards[(one.needs ?? 0) - 1];
  return before && !isOver(one) && !isOver(before) ? before : null;
}
/** The time until which the card, or the card that it needs, could be played; null if it is not too late. */
function lateSince(one) {
  if (isOver(one)) return null;
  return [one, missingCard(one)].map((card) => card?.until).find((until) => sandbox.now >= until) ?? null;
}
/** What decides which steps the cards show. */
const stepStates = () => cards.map((one) => [lateSince(one), numberOf(missingCard(one))]).join();
/** The state for which the cards were built. */
let builtFor = "";

/** Builds the cards again if the steps of one of them have become too late or possible. */
function showStepStates() {
  if (stepStates() !== builtFor) build();
}

function build() {
  builtFor = stepStates();
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
    endingSteps(),
  );
}

function endingSteps() {
  const key = isBare() ? "bare-end" : "story-end";
  return h("ol", { class: "do" }, [1, 2].map((step) => h("li", {}, h("span", {}, rich(`${key}-do-${step}`)))));
}

/** What to do on a card: its steps, or to play another card first, or to start over if it is too late for them. */
function stepsOf(one) {
  const until = lateSince(one);
  if (until !== null) return lateNote(until);
  const before = missingCard(one);
  return [
    before ? h("p", { class: "first", "data-first": "" }, t("story-first", { card: numberOf(before) })) : null,
    stepList(one),
  ];
}

function lateNote(until) {
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

/** What to look at, under a title of the kind `tag`: on a phone, a heading would come before the phone's own. */
function lookList({ key, looks, values = () => ({}) }, tag = "h4") {
  return [
    h(tag, { class: "look-title" }, t("story-look")),
    h(
      "ul",
      { class: "look" },
      Array.from({ length: looks }, (_, index) => h("li", {}, rich(`${key}-look-${index + 1}`, values()))),
    ),
  ];
}

function card(one, number) {
  const { key, steps, values = () => ({}) } = one;
  const open = number === current;
  const late = lateSince(one) !== null;
  const body = h(
    "div",
    { class: "card-body", id: `card-${number}`, hidden: !open },
    h("p", {}, rich(`${key}-lead`, values())),
    h("h4", {}, t("story-do")),
    stepsOf(one),
    lookList(one),
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
          "data-focus": `after-${number}`,
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
          "data-focus": `card-${number}`,
          title: titleOf(one),
          on: { click: () => choose(open ? 0 : number, number) },
        },
        h("span", { class: "number", "aria-hidden": "true" }, done.has(number) ? icon("check") : String(number)),
        h(
          "span",
          {},
          titleOf(one),
          h("span", { class: "unseen", "data-done-word": "" }, done.has(number) ? ` (${t("story-done")})` : ""),
        ),
      ),
    ),
    body,
  );
}

/**
 * Builds what a phone that covers the cards shows of them: the steps of the open card and what to look at, then the way
 * to the next card, and after the last card what to do next. Null if no card is open.
 */
export function coach() {
  const one = cards[current - 1];
  const isEnd = cards.length > 0 && (current > cards.length || undone().length === 0);
  if (isEnd) return coachBox(t("story-what-next"), "down", endingSteps());
  if (!one) return null;
  const title = titleOf(one);
  if (done.has(current)) return coachBox(t("coach-done", { title }), "check", [lookList(one, "p"), nextCard()]);
  const away = h("p", { class: "hint" }, t("coach-away"));
  return coachBox(t("coach", { title }), "down", [stepsOf(one), away, lookList(one, "p")]);
}

const titleOf = ({ key, values = () => ({}) }) => t(`${key}-title`, values());

/** The button on a phone that opens the next card. The focus stays on the phone, because the phone covers the cards. */
function nextCard() {
  const words = t(current < cards.length ? "story-next" : "story-what-next");
  const attributes = { type: "button", "data-action": "coach-next", on: { click: () => choose(current + 1, 0) } };
  return h("div", { class: "card-foot" }, h("button", attributes, words));
}

function coachBox(words, symbol, content) {
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
    h("summary", { "data-focus": "coach" }, icon(symbol), words),
    content,
  );
  return box;
}

/** The name of the channel in which the open card has its step on this member's phone, or null. */
export function placeInCard(handle) {
  return done.has(current) ? null : (cards[current - 1]?.places?.()[handle] ?? null);
}

/** On a narrow screen the steps would fill the form, so they are closed there. */
function coachForForm() {
  const one = cards[current - 1];
  if (!one) return null;
  const box = coachBox(t("coach", { title: titleOf(one) }), "down", stepsOf(one));
  box.open = !matchMedia("(max-width: 820px)").matches;
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
    showCoach();
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
