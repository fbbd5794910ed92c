// The page's texts, in the chosen language or the browser's. They are in config/locales/*/wall.ftl.

const STORAGE_KEY = "magpie-wall-language";
const FALLBACK = "en";

let known = [];
let texts = {};
let current = FALLBACK;

/** Magpie's languages: code, own name, locale of dates, Discord's locales. The server has the list. */
export const languages = () => known;
export const language = () => current;
/** The page's language as a locale for dates and numbers. */
export const pageLocale = () => known.find(({ code }) => code === current)?.locale ?? current;

async function load(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export async function loadTexts(choice) {
  if (known.length === 0) known = await load("/wall/languages");
  const isKnown = (wanted) => known.some(({ code }) => code === wanted);
  const wanted =
    choice ??
    localStorage.getItem(STORAGE_KEY) ??
    navigator.languages.map((tag) => tag.split("-")[0]).find(isKnown);
  current = isKnown(wanted) ? wanted : FALLBACK;
  if (choice) localStorage.setItem(STORAGE_KEY, current);
  texts = await load(`/wall/words?lang=${current}`);
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
