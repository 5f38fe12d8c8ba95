/**
 * Date literals as ranges of days, in the time zone and with the week of the user who asks. Pure. Source: SOQL and SOSL
 * Reference, Date Formats and Date Literals. The fiscal year is the calendar year, as in a new org.
 */

/** How a user counts time. */
export interface UserTime {
  now: Date;
  /** Such as `Europe/Zurich`. */
  timeZone: string;
  /** Such as `de_CH`; says with which day a week begins. */
  locale: string;
}

/** From midnight of `start` to midnight of `end`; days are counted from 1970-01-01. */
export interface DayRange {
  start: number;
  end: number;
}

/** What the running Node knows of a locale, and TypeScript does not yet. */
interface LocaleWithWeek {
  /** 1 for Monday to 7 for Sunday. */
  getWeekInfo(): { firstDay: number };
}

type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

interface DateLiteral {
  unit: Unit;
  /** Units from the current one to the first of the range and to the one behind it. */
  from: number;
  to: number;
}

const dayMs = 86_400_000;
/** Larger numbers are no dates that a computer can count. */
const mostUnits = 100_000;
/** 1000-01-01 and 9000-01-01: no record is from before or after, and all between have years of four digits. */
const firstDay = Date.UTC(1000, 0, 1) / dayMs;
const lastDay = Date.UTC(9000, 0, 1) / dayMs;

export function isDateLiteral(text: string): boolean {
  return readDateLiteral(text) !== undefined;
}

/** The days that a date literal means; it must be one. */
export function daysOf(text: string, user: UserTime): DayRange {
  const literal = readDateLiteral(text);
  if (literal === undefined) throw new Error(`${text} is not a date literal.`);
  const today = dayOf(user.now, user.timeZone);
  const start = (offset: number): number =>
    Math.min(lastDay, Math.max(firstDay, startOf(literal.unit, today, offset, user.locale)));
  return { start: start(literal.from), end: start(literal.to) };
}

function readDateLiteral(text: string): DateLiteral | undefined {
  const [word = "", number] = text.toUpperCase().replace("FISCAL_", "").split(":");
  if (number === undefined) return readPlain(word);
  const n = Number(number);
  if (n > mostUnits) return undefined;
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(word)?.[1] as Unit | undefined;
  if (ago !== undefined) return { unit: ago, from: -n, to: -n + 1 };
  const match = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S$/.exec(word);
  return match === null ? undefined : several(match[1] === "LAST", match[2] as Unit, n);
}

function readPlain(word: string): DateLiteral | undefined {
  if (word === "TODAY") return { unit: "DAY", from: 0, to: 1 };
  if (word === "YESTERDAY") return { unit: "DAY", from: -1, to: 0 };
  if (word === "TOMORROW") return { unit: "DAY", from: 1, to: 2 };
  if (word === "LAST_90_DAYS" || word === "NEXT_90_DAYS") return several(word === "LAST_90_DAYS", "DAY", 90);
  const match = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(word);
  if (match === null) return undefined;
  const from = match[1] === "LAST" ? -1 : match[1] === "NEXT" ? 1 : 0;
  return { unit: match[2] as Unit, from, to: from + 1 };
}

/** The current unit belongs to neither the last nor the next ones; only the current day is one of the last days. */
function several(isLast: boolean, unit: Unit, n: number): DateLiteral {
  if (isLast) return { unit, from: -n, to: unit === "DAY" ? 1 : 0 };
  return { unit, from: 1, to: n + 1 };
}

/** First day of the unit that is `offset` units away from the one with `day`. */
function startOf(unit: Unit, day: number, offset: number, locale: string): number {
  if (unit === "DAY") return day + offset;
  if (unit === "WEEK") {
    // 1970-01-01 was a Thursday, day 4 when Sunday is 0.
    const sinceStart = (day + 4 - firstDayOfWeek(locale) + 14) % 7;
    return day - sinceStart + 7 * offset;
  }
  const date = new Date(day * dayMs);
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit];
  const month = Math.floor(date.getUTCMonth() / months) * months + offset * months;
  return Date.UTC(date.getUTCFullYear(), month, 1) / dayMs;
}

/** 0 for Sunday to 6 for Saturday. */
function firstDayOfWeek(locale: string): number {
  try {
    const known = new Intl.Locale(locale.replaceAll("_", "-")) as Intl.Locale & LocaleWithWeek;
    return known.getWeekInfo().firstDay % 7;
  } catch {
    return 0;
  }
}

/** The day at a place of the world, counted from 1970-01-01. */
function dayOf(time: Date, timeZone: string): number {
  return Math.floor((time.getTime() + offsetAt(time.getTime(), timeZone)) / dayMs);
}

/** The instant at which a day begins at a place of the world. */
export function startOfDay(day: number, timeZone: string): Date {
  const local = day * dayMs;
  // The offset holds at the instant itself, which needs the offset to be found: a second look settles it.
  const guess = local - offsetAt(local, timeZone);
  return new Date(local - offsetAt(guess, timeZone));
}

/** `2026-11-22` */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** An instant's local time as if it were UTC, in the form of the API. */
export function localDateTime(time: string, timeZone: string): string {
  const instant = Date.parse(time.replace(/\+0000$/, "Z"));
  return new Date(instant + offsetAt(instant, timeZone)).toISOString().replace("Z", "+0000");
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that local time is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? [];
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -size : size;
}
