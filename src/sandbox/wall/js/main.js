// The entry point of the phone wall page. The page shows what Discord would show. It knows none of Magpie's rules.

import { keepFocus } from "./focus.js";
import { measureBar, startBar } from "./toolbar.js";
import { closePhone, openHandle, openPhone, startOpenPhone } from "./open-phone.js";
import { clockMoved, resetPhones, phones } from "./wall-phones.js";
import { coach, startStory } from "./story.js";
import { toast } from "./toast.js";
import { showRinging, startWall } from "./wall.js";
import { loadTexts, t } from "./texts.js";
import { fetchInboxes, subscribe, startState, watch } from "./sandbox-state.js";

function pageWords() {
  document.title = t("title-page");
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = t(element.dataset.word.replace(/^wall-/, ""));
}

async function start() {
  await loadTexts();
  pageWords();
  document.addEventListener("language", pageWords);
  watch(phones);
  subscribe("reset", resetPhones);
  subscribe("moved", clockMoved);
  subscribe("fault", (error) => toast(error instanceof TypeError ? t("lost") : error.message));
  await startState();
  await fetchInboxes();
  const bar = document.getElementById("bar");
  startBar(bar, { ringing: showRinging });
  // The toolbar wraps on narrow screens, and the sticky elements below it need its height.
  new ResizeObserver(measureBar).observe(bar);
  measureBar();
  document.getElementById("main").hidden = false;
  startStory(document.getElementById("story"));
  startWall(document.getElementById("wall"), { openPhone, openHandle, closePhone });
  startOpenPhone(document.getElementById("open-phone"), { coach });
  keepFocus();
  document.body.dataset.ready = "true";
}

start().catch((error) => {
  // Show the error itself, because the texts may not be loaded yet.
  const main = document.getElementById("main");
  main.hidden = false;
  main.prepend(
    Object.assign(document.createElement("p"), { className: "broken", textContent: String(error.message ?? error) }),
  );
});
