// The page's texts, in the chosen language or the browser's. They are in config/locales/*/wall.ftl.

const LANGUAGES = ["en", "fr", "es"];
const NAMES = { en: "English", fr: "Français", es: "Español" };
const STORAGE_KEY = "magpie-wall-language";

let texts = {};
let current = "en";

export const languages = () => LANGUAGES.map((code) => ({ code, name: NAMES[code] }));
export const language = () => current;

export async function loadTexts(choice) {
  const wanted =
    choice ??
    localStorage.getItem(STORAGE_KEY) ??
    navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
  current = LANGUAGES.includes(wanted) ? wanted : "en";
  if (choice) localStorage.setItem(STORAGE_KEY, current);
  const response = await fetch(`/wall/words?lang=${current}`);
  if (!response.ok) throw new Error(`/wall/words: ${response.status}`);
  texts = await response.json();
  document.documentElement.lang = current;
}

/**
 * The text `wall-<key>` with its placeables filled in. A missing text appears as its key, so that someone notices it.
 */
export function t(key, values = {}) {
  const text = texts[`wall-${key}`];
  if (text === undefined) return `[wall-${key}]`;
  return text.replace(/\{\s*\$([\w-]+)\s*\}/g, (_, name) => values[name] ?? "");
}

/** The text as nodes: **bold** for labels to press, `code` for text to type. */
export function rich(key, values = {}) {
  const pieces = t(key, values).split(/(\*\*[^*]+\*\*|`[^`]+`)/);
  return pieces.filter(Boolean).map((piece) => {
    const mark = piece.startsWith("**") ? ["b", 2] : piece.startsWith("`") ? ["kbd", 1] : null;
    if (!mark) return document.createTextNode(piece);
    const element = document.createElement(mark[0]);
    element.textContent = piece.slice(mark[1], -mark[1]);
    return element;
  });
}
