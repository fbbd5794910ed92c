// Shows a short message of the page itself below the toolbar. Screen readers announce the message.

import { fill, h } from "./dom.js";
import { subscribe } from "./sandbox-state.js";

const VISIBLE_MS = 6_000;
let hideTimer = null;
let isStillTrue = () => true;

/** Shows `text` for some seconds, but not longer than `isTrue()`. */
export function toast(text, isTrue = () => true) {
  const place = document.getElementById("toast");
  fill(place, h("p", {}, text));
  isStillTrue = isTrue;
  clearTimeout(hideTimer);
  hideTimer = setTimeout(clearToast, VISIBLE_MS);
}

/** Removes the message. Called when the person does something that can make the message wrong. */
export function clearToast() {
  clearTimeout(hideTimer);
  isStillTrue = () => true;
  document.getElementById("toast").replaceChildren();
}

subscribe("bot members fetched", () => isStillTrue() || clearToast());
