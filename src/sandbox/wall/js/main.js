// The entry point of the phone wall page. The page shows what Discord would show. It knows none of Magpie's rules.

import { keepFocus } from "./focus.js";
import { startMail } from "./mail-panel.js";
import { measureBar, startBar } from "./toolbar.js";
import { closePhone, openHandle, openPhone, startOpenPhone } from "./open-phone.js";
import { clockMoved, phones, resetPhones, storyMembers } from "./wall-phones.js";
import { coach, placeInCard, startStory } from "./story.js";
import { toast } from "./toast.js";
import { showRinging, startWall } from "./wall.js";
import { loadTexts, t } from "./texts.js";
import { fetchInboxes, isLost, subscribe, startState, watch } from "./sandbox-state.js";

function pageWords() {
  document.title = t("title-page");
  for (const element of document.querySelectorAll("[data-word]"))
    element.textContent = t(element.dataset.word.replace(/^wall-/, ""));
}

function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

async function start() {
  await loadTexts();
  pageWords();
  document.addEventListener("language", pageWords);
  watch(() => [...new Set([...phones(), ...storyMembers()])]);
  // The subscribers run in the order in which they subscribe.
  subscribe("reset", closeDialogs);
  subscribe("reset", resetPhones);
  subscribe("moved", clockMoved);
  subscribe("fault", (error) => {
    if (error instanceof TypeError) toast(t("lost"), isLost);
    else toast(error.message);
  });
  await startState();
  await fetchInboxes();
  const bar = document.getElementById("bar");
  startBar(bar, { ringing: showRinging });
  // The toolbar wraps on narrow screens, and the sticky elements below it need its height.
  new ResizeObserver(measureBar).observe(bar);
  measureBar();
  document.getElementById("main").hidden = false;
  startStory(document.getElementById("story"));
  startMail();
  startWall(document.getElementById("wall"), { openPhone, openHandle, closePhone });
  startOpenPhone(document.getElementById("open-phone"), { coach, placeInCard });
  subscribe("reset", () => scrollTo({ top: 0, behavior: "instant" }));
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
