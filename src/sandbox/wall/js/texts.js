// The page's texts, in the chosen language or in the browser's language. They are in config/locales/*/wall.ftl.

const STORAGE_KEY = "magpie-wall-language";
const FALLBACK = "en";

let knownLanguages = [];
let texts = {};
/** The names of the members' cities and zones in the page's language, by handle. */
let places = {};
let latestRequest = 0;
let currentLanguage = FALLBACK;

/** Magpie's languages, from the server: `{code, name, locale, discord_locales}`. `locale` is for dates and numbers. */
export const languages = () => knownLanguages;
export const language = () => currentLanguage;
/** The page's language as a locale for dates and numbers. */
export const pageLocale = () => knownLanguages.find(({ code }) => code === currentLanguage)?.locale ?? currentLanguage;

/** The names of this member's places in the page's language, from the bot's own tables: `{city, zone}` or undefined. */
export const placesOf = (handle) => places[handle];

async function load(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

export async function loadTexts(choice) {
  if (knownLanguages.length === 0) knownLanguages = await load("/wall/languages");
  const isKnown = (wanted) => knownLanguages.some(({ code }) => code === wanted);
  const wanted =
    choice ??
    localStorage.getItem(STORAGE_KEY) ??
    navigator.languages.map((tag) => tag.split("-")[0]).find(isKnown);
  const code = isKnown(wanted) ? wanted : FALLBACK;
  if (choice) localStorage.setItem(STORAGE_KEY, code);
  const request = ++latestRequest;
  const loaded = await Promise.all(["words", "places"].map((name) => load(`/wall/${name}?lang=${code}`)));
  // The texts of an earlier choice must not replace the texts of a later choice.
  if (request !== latestRequest) return;
  // Set the language together with its texts: whatever is built during the load is in the old language.
  currentLanguage = code;
  [texts, places] = loaded;
  document.documentElement.lang = currentLanguage;
}

/**
 * The text `wall-<key>` with its placeables filled in. For a missing text, returns its key, so that people notice the
 * mistake.
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
