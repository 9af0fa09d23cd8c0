/** Times for people, in the reader's own zone and language. */
import { spoken } from "./format";

/** 21 Nov 2026, 20:59:22 */
export function moment(time: string | number): string {
  return new Intl.DateTimeFormat(spoken(), {
    dateStyle: "medium",
    timeStyle: "medium",
    hourCycle: "h23",
  }).format(new Date(time));
}

/** 20:59:22 */
export function clock(time: string | number): string {
  return new Intl.DateTimeFormat(spoken(), { timeStyle: "medium", hourCycle: "h23" }).format(
    new Date(time),
  );
}

const LAST: [number, Intl.RelativeTimeFormatUnit, number] = [Infinity, "year", 365 * 86_400];
const STEPS: readonly [number, Intl.RelativeTimeFormatUnit, number][] = [
  [60, "second", 1],
  [3_600, "minute", 60],
  [86_400, "hour", 3_600],
  [30 * 86_400, "day", 86_400],
  [365 * 86_400, "month", 30 * 86_400],
  LAST,
];

/** 3 minutes ago, in 2 hours. */
export function ago(time: string | number, nowMs: number): string {
  const seconds = (new Date(time).getTime() - nowMs) / 1000;
  const [, unit, factor] = STEPS.find(([limit]) => Math.abs(seconds) < limit) ?? LAST;
  const words = new Intl.RelativeTimeFormat(spoken(), { numeric: "auto" });
  return words.format(Math.trunc(seconds / factor), unit);
}
