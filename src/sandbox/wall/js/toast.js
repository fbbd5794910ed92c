// Shows a short message of the page itself at the bottom. Screen readers announce the message.

import { fill, h } from "./dom.js";

const VISIBLE_MS = 6_000;
let hideTimer = null;

export function toast(text) {
  const place = document.getElementById("toast");
  fill(place, h("p", {}, text));
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => fill(place), VISIBLE_MS);
}
