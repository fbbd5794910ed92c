// The phone wall: puts its parts together. Nothing on this page knows Magpie's rules; it shows what Discord would show.

import { startBar } from "./bar.js";
import { held, openPhone, startHand } from "./hand.js";
import { clockMoved, forget, phones } from "./phones.js";
import { startStory } from "./story.js";
import { toast } from "./toast.js";
import { startWall } from "./wall.js";
import { loadWords, w } from "./words.js";
import { fetchInboxes, onChange, startWorld, watch } from "./world.js";

function pageWords() {
  document.title = w("title-page");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = w(element.dataset.word.replace(/^wall-/, ""));
}

async function start() {
  await loadWords();
  pageWords();
  document.addEventListener("language", pageWords);
  watch(phones);
  onChange("reset", forget);
  onChange("moved", clockMoved);
  onChange("fault", (fault) => toast(fault instanceof TypeError ? w("lost") : fault.message));
  await startWorld();
  await fetchInboxes();
  const bar = document.getElementById("bar");
  startBar(bar);
  document.addEventListener("language", () => startBar(bar));
  // The bar wraps on narrow screens; what sticks below it must know how high it is.
  new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
  startStory(document.getElementById("story"));
  startWall(document.getElementById("wall"), { openPhone, held });
  startHand(document.getElementById("hand"));
  document.body.dataset.ready = "true";
}

start().catch((fault) => {
  // Before the words are there, the fault itself is all that can be said.
  document.getElementById("main").prepend(Object.assign(document.createElement("p"), { className: "broken", textContent: String(fault.message ?? fault) }));
});
