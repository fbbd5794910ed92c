// Shows a short message of the page itself below the toolbar. Screen readers announce the message.

import { fill, h } from "./dom.js";

const VISIBLE_MS = 6_000;
let hideTimer = null;

export function toast(text) {
  const place = document.getElementById("toast");
  fill(place, h("p", {}, text));
  clearTimeout(hideTimer);
  hideTimer = setTimeout(clearToast, VISIBLE_MS);
}

/** Removes the message. Called when the person does something that can make the message wrong. */
export function clearToast() {
  clearTimeout(hideTimer);
  document.getElementById("toast").replaceChildren();
}
