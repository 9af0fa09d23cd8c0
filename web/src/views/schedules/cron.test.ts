import { describe, expect, it } from "vitest";
import { cronWords, dayNames, monthName, timeOfDay } from "./cron";

describe("a cron expression in words", () => {
  it.each([
    ["*/15 * * * *", { kind: "minutes", every: 15 }],
    ["* * * * *", { kind: "minutes", every: 1 }],
    ["@hourly", { kind: "hours", every: 1, minute: 0 }],
    ["5 */6 * * *", { kind: "hours", every: 6, minute: 5 }],
    ["0 3 * * *", { kind: "daily", hour: 3, minute: 0 }],
    ["30 4 * * 1-5", { kind: "weekly", hour: 4, minute: 30, days: [1, 2, 3, 4, 5] }],
    ["30 4 * * MON,fri", { kind: "weekly", hour: 4, minute: 30, days: [1, 5] }],
    ["0 9 * * 5-7", { kind: "weekly", hour: 9, minute: 0, days: [0, 5, 6] }],
    ["0 0 L * *", { kind: "monthly", hour: 0, minute: 0, day: "last" }],
    ["@monthly", { kind: "monthly", hour: 0, minute: 0, day: 1 }],
    ["15 2 24 dec *", { kind: "yearly", hour: 2, minute: 15, day: 24, month: 12 }],
  ])("%s is understood", (cron, words) => {
    expect(cronWords(cron)).toEqual(words);
  });

  it.each([
    "",
    "61 * * * *",
    "0 24 * * *",
    "1,2 3 * * *",
    "0 3 1 * 1",
    "0 3 * * nonsense",
    "1 2 3",
  ])("%j is left as it is written", (cron) => {
    expect(cronWords(cron)).toBeNull();
  });

  it("names days, months and times as the reader does", () => {
    expect(timeOfDay(3, 0)).toBe("03:00");
    expect(dayNames([1, 5], "en")).toBe("Monday and Friday");
    expect(monthName(12, "en")).toBe("December");
  });
});
