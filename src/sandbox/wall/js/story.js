// The story that the page opens with: five cards, each with what to do by hand and what to look at. "Show me" does a card's work.

import { fill, h, icon } from "./dom.js";
import { CARDS } from "./story-cards.js";
import { toast } from "./toast.js";
import { rich, w } from "./words.js";
import { onChange, world } from "./world.js";

const KEPT = "magpie-wall-card";

let place;
let current = Number(sessionStorage.getItem(KEPT) ?? 1);
let showing = false;
const done = new Set();

export function startStory(element) {
  place = element;
  build();
  onChange("inbox clock bot", notice);
  document.addEventListener("language", build);
  onChange("reset", () => {
    done.clear();
    choose(1, null);
  });
}

function build() {
  fill(place,
    h("div", { class: "story-head" }, h("h2", { id: "story-title" }, w("story")), h("p", { class: "hint" }, w("story-hint"))),
    world.virtual ? h("ol", { class: "cards" }, CARDS.map(card)) : h("p", {}, rich("story-real")));
}

function card({ number, steps, looks, show }) {
  const open = number === current;
  const key = `story-${number}`;
  const body = h("div", { class: "card-body", id: `card-${number}`, hidden: !open },
    h("p", {}, rich(`${key}-lead`)),
    h("h4", {}, w("story-do")),
    h("ol", { class: "do" }, steps.map((_, index) => h("li", {}, rich(`${key}-do-${index + 1}`)))),
    h("h4", {}, w("story-look")),
    h("ul", { class: "look" }, looks.map((_, index) => h("li", {}, rich(`${key}-look-${index + 1}`)))),
    h("div", { class: "card-foot" },
      h("button", { type: "button", "data-action": `show-${number}`, on: { click: () => perform(number, show) } }, icon("play"), w("story-show")),
      number < CARDS.length
        ? h("button", { type: "button", class: "quiet", "data-action": `after-${number}`, on: { click: () => choose(number + 1, number + 1) } }, w("story-next"))
        : null));
  return h("li", { class: "card", "data-card": number, "data-open": String(open), "data-done": String(done.has(number)) },
    h("h3", {}, h("button", { type: "button", "aria-expanded": String(open), "aria-controls": `card-${number}`, on: { click: () => choose(open ? 0 : number, number) } },
      h("span", { class: "number", "aria-hidden": "true" }, done.has(number) ? icon("check") : String(number)),
      h("span", {}, w(`${key}-title`), done.has(number) ? h("span", { class: "unseen" }, ` (${w("story-done")})`) : null))),
    body);
}

/** Opens one card, or none with 0; the keyboard stays at the head of `focus`. */
function choose(number, focus) {
  current = number;
  sessionStorage.setItem(KEPT, String(number));
  build();
  if (focus) place.querySelector(`[data-card="${focus}"] h3 button`)?.focus();
}

/** A card counts as done when what it tells can be seen on the phones; nobody has to tick it. */
function notice() {
  if (!world.virtual) return;
  for (const one of CARDS) {
    if (!done.has(one.number) && one.happened()) {
      done.add(one.number);
      const element = place.querySelector(`[data-card="${one.number}"]`);
      element.dataset.done = "true";
      fill(element.querySelector(".number"), icon("check"));
    }
  }
}

async function perform(number, show) {
  if (showing) return;
  showing = true;
  place.dataset.showing = "true";
  try {
    await show();
    notice();
  } catch (fault) {
    toast(w("story-stuck", { reason: fault.message }));
  } finally {
    showing = false;
    delete place.dataset.showing;
  }
}
