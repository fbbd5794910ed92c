// The words of the page, in the language of the browser or the one chosen. They live in config/locales/*/wall.ftl.

const LANGUAGES = ["en", "fr", "es"];
const NAMES = { en: "English", fr: "Français", es: "Español" };
const KEPT = "magpie-wall-language";

let words = {};
let current = "en";

export const languages = () => LANGUAGES.map((code) => ({ code, name: NAMES[code] }));
export const language = () => current;

export async function loadWords(choice) {
  const wanted = choice ?? localStorage.getItem(KEPT) ?? navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => LANGUAGES.includes(tag));
  current = LANGUAGES.includes(wanted) ? wanted : "en";
  if (choice) localStorage.setItem(KEPT, current);
  const response = await fetch(`/wall/words?lang=${current}`);
  if (!response.ok) throw new Error(`/wall/words: ${response.status}`);
  words = await response.json();
  document.documentElement.lang = current;
}

/** The text `wall-<key>` with its `{ $name }` filled in. A missing text shows its key, so that it is noticed. */
export function w(key, values = {}) {
  const text = words[`wall-${key}`];
  if (text === undefined) return `[wall-${key}]`;
  return text.replace(/\{\s*\$([\w-]+)\s*\}/g, (_, name) => values[name] ?? "");
}

/** The text as nodes: **bold** is what to press or type, `code` what to write letter by letter. */
export function rich(key, values = {}) {
  const pieces = w(key, values).split(/(\*\*[^*]+\*\*|`[^`]+`)/);
  return pieces.filter(Boolean).map((piece) => {
    const mark = piece.startsWith("**") ? ["b", 2] : piece.startsWith("`") ? ["kbd", 1] : null;
    if (!mark) return document.createTextNode(piece);
    const element = document.createElement(mark[0]);
    element.textContent = piece.slice(mark[1], -mark[1]);
    return element;
  });
}
