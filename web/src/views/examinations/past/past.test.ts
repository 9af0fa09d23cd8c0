import { expect, it } from "vitest";
import type { Kept } from "../queries";
import { linesOf, pointsOf, rangeOf, share, sinceOf } from "./past";

const kept = (id: string, time: string, score: number | null = 90) => ({ id, time, score }) as Kept;
const ONE = kept("one", "2026-11-20T00:00:00Z", null);
const TWO = kept("two", "2026-11-21T00:00:00Z", 80);
const NOW = Date.parse("2026-11-21T12:00:30Z");

const found = (examination: string, check: string, severity: string) => ({
  examination,
  check,
  severity,
  title: `${check} in ${examination}`,
  id: "f",
});

it("shows a week where the address does not say otherwise", () => {
  expect(rangeOf("")).toBe("week");
  expect(rangeOf("month")).toBe("month");
});

it("asks since whole minutes, and since ever for all", () => {
  expect(sinceOf("day", NOW)).toBe("2026-11-20T12:00:00.000Z");
  expect(sinceOf("all", NOW)).toBe("");
});

it("leaves a gap where a score is unknown", () => {
  const points = pointsOf([TWO, ONE], (one) => one.score);
  expect(points.map(([, value]) => value)).toEqual([null, 80]);
});

it("marks each examination that found a check once, with the gravest of its findings", () => {
  const several = [
    found("two", "oom_kill", "low"),
    found("two", "oom_kill", "high"),
    found("one", "oom_kill", "info"),
  ];
  const [line] = linesOf(several, [ONE, TWO]);
  expect(line?.marks.map((one) => one.severity)).toEqual(["info", "high"]);
  expect(line?.title).toBe("oom_kill in two");
});

it("puts the gravest checks first, then those that are found most often", () => {
  const several = [
    found("one", "often", "low"),
    found("two", "often", "low"),
    found("two", "once", "low"),
    found("one", "grave", "critical"),
    found("unknown examination", "none", "critical"),
  ];
  expect(linesOf(several, [ONE, TWO]).map((line) => line.check)).toEqual([
    "grave",
    "often",
    "once",
  ]);
});

it("puts a single moment in the middle", () => {
  expect(share(ONE.time, ONE.time, ONE.time)).toBe(0.5);
  expect(share(TWO.time, ONE.time, TWO.time)).toBe(1);
});
