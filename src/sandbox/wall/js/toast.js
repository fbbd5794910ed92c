// Shows a short message of the page itself. Screen readers announce the message. The page gives the message room of its
// own (see `--toast` in the style sheets), because a message over the page would cover what people read or press.

import { fill, h } from "./dom.js";
import { subscribe } from "./sandbox-state.js";

const VISIBLE_MS = 6_000;
let hideTimer = null;
let isStillTrue = () => true;

/** Shows `text` for some seconds, but not longer than `isTrue()`. */
export function toast(text, isTrue = () => true) {
  const place = document.getElementById("toast");
  fill(place, h("p", {}, text));
  measure();
  isStillTrue = isTrue;
  clearTimeout(hideTimer);
  hideTimer = setTimeout(clearToast, VISIBLE_MS);
}

/** Removes the message. Called when the person does something that can make the message wrong. */
export function clearToast() {
  clearTimeout(hideTimer);
  isStillTrue = () => true;
  document.getElementById("toast").replaceChildren();
  measure();
}

/** Sets the height of the message as `--toast`; 0 without a message. */
function measure() {
  const { offsetHeight } = document.getElementById("toast");
  document.documentElement.style.setProperty("--toast", `${offsetHeight}px`);
}

addEventListener("resize", measure);

subscribe("bot members fetched", () => isStillTrue() || clearToast());
