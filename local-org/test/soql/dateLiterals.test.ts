import { describe, expect, test } from "@jest/globals";
import { daysOf, dayText, isDateLiteral, localDateTime, startOfDay } from "../../src/soql/dateLiterals.ts";

/** Sunday, 2026-03-29, the day on which summer begins in Zürich: 01:30 there, still Saturday in New York. */
const now = new Date("2026-03-29T00:30:00Z");
const zurich = { now, timeZone: "Europe/Zurich", locale: "de_CH" };
const newYork = { now, timeZone: "America/New_York", locale: "en_US" };

const range = (literal: string, user = zurich): string => {
  const { start, end } = daysOf(literal, user);
  return `${dayText(start)}..${dayText(end)}`;
};

describe("date literals", () => {
  test.each([
    ["TODAY", "2026-03-29..2026-03-30"],
    ["yesterday", "2026-03-28..2026-03-29"],
    ["TOMORROW", "2026-03-30..2026-03-31"],
    ["THIS_WEEK", "2026-03-23..2026-03-30"],
    ["LAST_WEEK", "2026-03-16..2026-03-23"],
    ["NEXT_WEEK", "2026-03-30..2026-04-06"],
    ["THIS_MONTH", "2026-03-01..2026-04-01"],
    ["LAST_MONTH", "2026-02-01..2026-03-01"],
    ["NEXT_MONTH", "2026-04-01..2026-05-01"],
    ["THIS_QUARTER", "2026-01-01..2026-04-01"],
    ["LAST_QUARTER", "2025-10-01..2026-01-01"],
    ["NEXT_QUARTER", "2026-04-01..2026-07-01"],
    ["THIS_YEAR", "2026-01-01..2027-01-01"],
    ["LAST_YEAR", "2025-01-01..2026-01-01"],
    ["NEXT_YEAR", "2027-01-01..2028-01-01"],
    ["LAST_90_DAYS", "2025-12-29..2026-03-30"],
    ["NEXT_90_DAYS", "2026-03-30..2026-06-28"],
    ["LAST_N_DAYS:1", "2026-03-28..2026-03-30"],
    ["NEXT_N_DAYS:1", "2026-03-30..2026-03-31"],
    ["N_DAYS_AGO:2", "2026-03-27..2026-03-28"],
    ["LAST_N_WEEKS:2", "2026-03-09..2026-03-23"],
    ["NEXT_N_WEEKS:2", "2026-03-30..2026-04-13"],
    ["N_WEEKS_AGO:2", "2026-03-09..2026-03-16"],
    ["LAST_N_MONTHS:4", "2025-11-01..2026-03-01"],
    ["NEXT_N_MONTHS:10", "2026-04-01..2027-02-01"],
    ["N_MONTHS_AGO:3", "2025-12-01..2026-01-01"],
    ["LAST_N_QUARTERS:2", "2025-07-01..2026-01-01"],
    ["NEXT_N_QUARTERS:2", "2026-04-01..2026-10-01"],
    ["N_QUARTERS_AGO:1", "2025-10-01..2026-01-01"],
    ["LAST_N_YEARS:2", "2024-01-01..2026-01-01"],
    ["NEXT_N_YEARS:2", "2027-01-01..2029-01-01"],
    ["N_YEARS_AGO:2", "2024-01-01..2025-01-01"],
    ["THIS_FISCAL_QUARTER", "2026-01-01..2026-04-01"],
    ["LAST_N_FISCAL_YEARS:1", "2025-01-01..2026-01-01"],
    ["LAST_N_YEARS:100000", "1000-01-01..2026-01-01"],
  ])("[soql.date-literals] %s is %s", (literal, expected) => {
    expect(range(literal)).toBe(expected);
  });

  test("[soql.date-literals] the same instant is another day and another week elsewhere", () => {
    expect(range("TODAY", newYork)).toBe("2026-03-28..2026-03-29");
    expect(range("THIS_WEEK", newYork)).toBe("2026-03-22..2026-03-29");
    expect(range("THIS_WEEK", { ...newYork, timeZone: "Europe/Zurich" })).toBe("2026-03-29..2026-04-05");
    expect(range("THIS_WEEK", { ...zurich, locale: "not a locale" })).toBe("2026-03-29..2026-04-05");
  });

  test("a day begins at midnight of the place, also on the days that have 23 or 25 hours", () => {
    const begin = (day: string, timeZone: string): string =>
      startOfDay(Date.parse(`${day}T00:00:00Z`) / 86_400_000, timeZone).toISOString();
    expect(begin("2026-03-29", "Europe/Zurich")).toBe("2026-03-28T23:00:00.000Z");
    expect(begin("2026-03-30", "Europe/Zurich")).toBe("2026-03-29T22:00:00.000Z");
    expect(begin("2026-10-25", "Europe/Zurich")).toBe("2026-10-24T22:00:00.000Z");
    expect(begin("2026-10-26", "Europe/Zurich")).toBe("2026-10-25T23:00:00.000Z");
    expect(begin("2026-01-01", "Asia/Kolkata")).toBe("2025-12-31T18:30:00.000Z");
    expect(localDateTime("2026-03-29T01:30:00.000+0000", "Europe/Zurich")).toBe("2026-03-29T03:30:00.000+0000");
    expect(localDateTime("2026-01-01T00:00:00.000+0000", "America/New_York")).toBe("2025-12-31T19:00:00.000+0000");
  });

  test.each(["LAST_N_DAYS", "TODAY:3", "N_DAYS_AGO", "THIS_DAY", "LAST_N_DAYS:100001", "NEXT_CENTURY"])(
    "%s is no date literal",
    (text) => {
      expect(isDateLiteral(text)).toBe(false);
    },
  );
});
