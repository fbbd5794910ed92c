// The guided story: five cards, each with steps to do and things to observe. "Show me" performs a card's steps.

import { fill, h, icon } from "./dom.js";
import { CARDS } from "./story-cards.js";
import { toast } from "./toast.js";
import { rich, t } from "./texts.js";
import { subscribe, sandbox } from "./sandbox-state.js";

const STORAGE_KEY = "magpie-wall-card";

let place;
let current = Number(sessionStorage.getItem(STORAGE_KEY) ?? 1);
let showing = false;
const done = new Set();

export function startStory(element) {
  place = element;
  build();
  subscribe("inbox clock bot", markDoneCards);
  document.addEventListener("language", build);
  subscribe("reset", () => {
    done.clear();
    choose(1, null);
  });
}

function build() {
  fill(
    place,
    h(
      "div",
      { class: "story-head" },
      h("h2", { id: "story-title" }, t("story")),
      h("p", { class: "hint" }, t("story-hint")),
    ),
    sandbox.virtual ? h("ol", { class: "cards" }, CARDS.map(card)) : h("p", {}, rich("story-real")),
  );
}

function card({ number, steps, looks, show }) {
  const open = number === current;
  const key = `story-${number}`;
  const body = h(
    "div",
    { class: "card-body", id: `card-${number}`, hidden: !open },
    h("p", {}, rich(`${key}-lead`)),
    h("h4", {}, t("story-do")),
    h(
      "ol",
      { class: "do" },
      steps.map((_, index) => h("li", {}, rich(`${key}-do-${index + 1}`))),
    ),
    h("h4", {}, t("story-look")),
    h(
      "ul",
      { class: "look" },
      looks.map((_, index) => h("li", {}, rich(`${key}-look-${index + 1}`))),
    ),
    h(
      "div",
      { class: "card-foot" },
      h(
        "button",
        { type: "button", "data-action": `show-${number}`, on: { click: () => runCard(number, show) } },
        icon("play"),
        t("story-show"),
      ),
      number < CARDS.length
        ? h(
            "button",
            {
              type: "button",
              class: "quiet",
              "data-action": `after-${number}`,
              on: { click: () => choose(number + 1, number + 1) },
            },
            t("story-next"),
          )
        : null,
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
          t(`${key}-title`),
          done.has(number) ? h("span", { class: "unseen" }, ` (${t("story-done")})`) : null,
        ),
      ),
    ),
    body,
  );
}

/** Opens one card (0 closes all) and moves the focus to the heading of card `focus`. */
function choose(number, focus) {
  current = number;
  sessionStorage.setItem(STORAGE_KEY, String(number));
  build();
  if (focus) place.querySelector(`[data-card="${focus}"] h3 button`)?.focus();
}

/** Marks the cards whose result is visible on the phones as done. */
function markDoneCards() {
  if (!sandbox.virtual) return;
  for (const one of CARDS) {
    if (!done.has(one.number) && one.happened()) {
      done.add(one.number);
      const element = place.querySelector(`[data-card="${one.number}"]`);
      element.dataset.done = "true";
      fill(element.querySelector(".number"), icon("check"));
    }
  }
}

async function runCard(number, show) {
  if (showing) return;
  showing = true;
  place.dataset.showing = "true";
  try {
    await show();
    markDoneCards();
  } catch (error) {
    toast(t("story-stuck", { reason: error.message }));
  } finally {
    showing = false;
    delete place.dataset.showing;
  }
}
