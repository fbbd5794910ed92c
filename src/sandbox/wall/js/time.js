// How the page shows times. Instants are Unix milliseconds on the sandbox's clock, never on the browser's clock.

import { pageLocale, placesOf, t } from "./texts.js";
import { sandbox } from "./sandbox-state.js";

const HOUR = 3_600_000;

const formats = new Map();
function formatter(locale, options) {
  const key = JSON.stringify([locale, options]);
  if (!formats.has(key)) {
    try {
      formats.set(key, new Intl.DateTimeFormat(locale, options));
    } catch {
      // If the browser does not know the zone or the locale, show UTC in the page's language.
      formats.set(key, new Intl.DateTimeFormat(pageLocale(), { ...options, timeZone: "UTC" }));
    }
  }
  return formats.get(key);
}

/**
 * Formats an instant in a member's zone. For an instant near the sandbox's current time, it uses the server's offset,
 * because the browser's zone data may be outdated. For all other instants, only the browser's data is available.
 */
function inZone(member, at, locale, options, offsetMinutes = null) {
  // If the caller knows the offset at this instant, the zone is not needed.
  if (offsetMinutes !== null)
    return formatter(locale, { ...options, timeZone: "UTC" }).format(at + offsetMinutes * 60_000);
  const isNear = Math.abs(at - sandbox.now) < 12 * HOUR;
  if (member?.offset_minutes !== undefined && member?.offset_minutes !== null && isNear) {
    return formatter(locale, { ...options, timeZone: "UTC" }).format(at + member.offset_minutes * 60_000);
  }
  return formatter(locale, { ...options, timeZone: member?.zone ?? "UTC" }).format(at);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { weekday: "short", day: "numeric", month: "short" };

export const instant = (text) => Date.parse(text);
export const localClock = (member, at = sandbox.now) => inZone(member, at, "en-GB", CLOCK);
export const localDay = (member, at = sandbox.now, locale = pageLocale()) => inZone(member, at, locale, DAY);
export const localShort = (member, at, offsetMinutes = null) =>
  `${inZone(member, at, pageLocale(), { weekday: "short" }, offsetMinutes)} ` +
  inZone(member, at, "en-GB", CLOCK, offsetMinutes);

export const utcClock = (at) => formatter("en-GB", { ...CLOCK, timeZone: "UTC" }).format(at);
export const utcDay = (at) =>
  formatter(pageLocale(), {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(at);

export const utcShortDay = (at) =>
  formatter(pageLocale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(at);
/** A day and time, with the zone. */
export const utcTime = (at) => `${utcDay(at)}, ${utcClock(at)} ${t("utc")}`;

/** The letters of a name, without accents and punctuation. */
const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/[\p{M}\p{P}]/gu, "")
    .toLowerCase();

/** The name of the member's city in the page's language; null for a member without a city. */
export const cityName = (member) => placesOf(member.handle)?.city ?? member.city ?? null;

/**
 * The member's city, or null if the member's name contains it. If the member's time zone has another name, also that
 * name, because Magpie shows the name of the zone.
 */
export function cityOf(member) {
  const city = cityName(member);
  const zone = placesOf(member.handle)?.zone ?? "";
  if (city && zone && !plain(city).includes(plain(zone))) return t("city-in-zone", { city, zone });
  return city && plain(member.name).includes(plain(city)) ? null : city;
}

/** Minutes since local midnight. */
export function localMinutes(member, at = sandbox.now) {
  const [hours, minutes] = localClock(member, at).split(":").map(Number);
  return hours * 60 + minutes;
}

/** The sky to show for a member: night, dawn, day or dusk. It depends only on the local hour. */
export function sky(member) {
  const hour = localMinutes(member) / 60;
  if (hour < 5.5 || hour >= 20.5) return "night";
  if (hour < 8) return "dawn";
  return hour < 17.5 ? "day" : "dusk";
}

/** Whether the current time is within the member's quiet hours in the roster. Quiet hours may cross midnight. */
export function isQuiet(member) {
  if (!member.quiet_start || !member.quiet_end) return false;
  const minutes = (text) => text.split(":").reduce((hours, part) => hours * 60 + Number(part), 0);
  const [start, end, now] = [minutes(member.quiet_start), minutes(member.quiet_end), localMinutes(member)];
  return start <= end ? start <= now && now < end : now >= start || now < end;
}

/** Discord's `<t:unix:style>` in the form that this member's client shows. */
export function discordTime(seconds, style, member) {
  const at = seconds * 1000;
  const locale = member?.locale ?? pageLocale();
  switch (style) {
    case "t":
      return inZone(member, at, locale, CLOCK);
    case "T":
      return inZone(member, at, locale, { ...CLOCK, second: "2-digit" });
    case "d":
      return inZone(member, at, locale, { day: "2-digit", month: "2-digit", year: "numeric" });
    case "D":
      return inZone(member, at, locale, { day: "numeric", month: "long", year: "numeric" });
    case "F":
      return inZone(member, at, locale, { weekday: "long", day: "numeric", month: "long", year: "numeric", ...CLOCK });
    case "R":
      return relative(at, locale);
    default:
      return inZone(member, at, locale, { day: "numeric", month: "long", year: "numeric", ...CLOCK });
  }
}

export function fullLocal(at, member) {
  return `${discordTime(at / 1000, "F", member)} (${utcClock(at)} ${t("utc")})`;
}

function relative(at, locale) {
  const seconds = Math.round((at - sandbox.now) / 1000);
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
