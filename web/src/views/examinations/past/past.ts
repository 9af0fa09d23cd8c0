/** How the health of a host went: the points of its charts, and the checks that come and go. */
import { gravest } from "../matrix/matrix";
import { SEVERITIES, type SeverityName } from "@/api/report";
import type { Kept } from "../queries";

export const RANGES = ["day", "week", "month", "all"] as const;
export type Range = (typeof RANGES)[number];

const DAY_MS = 86_400_000;
const LASTS: Readonly<Record<Range, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  all: 0,
};

/** To which moment a start is rounded: so that asking twice asks for the same. */
const ROUNDED_MS = 60_000;

/** Read a range of an address. */
export function rangeOf(word: string): Range {
  return RANGES.find((one) => one === word) ?? "week";
}

/** Give since when a range is, as RFC 3339; empty: since ever. */
export function sinceOf(range: Range, nowMs: number): string {
  if (!LASTS[range]) return "";
  const since = nowMs - LASTS[range];
  return new Date(since - (since % ROUNDED_MS)).toISOString();
}

export type Points = [number, number | null][];

/** Give a value of each examination over time, the oldest first; a missing score stays a gap. */
export function pointsOf(several: readonly Kept[], value: (one: Kept) => number | null): Points {
  return several
    .map((one): [number, number | null] => [Date.parse(one.time) / 1000, value(one)])
    .sort(([one], [other]) => one - other);
}

/** What the line of a check is made of. */
export interface Found {
  examination: string;
  check: string;
  severity: string;
  title: string;
  id: string;
}

export interface Mark {
  examination: string;
  time: string;
  severity: SeverityName;
  /** The gravest finding's own. */
  title: string;
  finding: string;
}

export interface CheckLine {
  check: string;
  /** The newest title. */
  title: string;
  /** One an examination that found it, the oldest first. */
  marks: Mark[];
}

/** Give a line for each check that found something in some examinations, the steadiest first. */
export function linesOf(found: readonly Found[], several: readonly Kept[]): CheckLine[] {
  const times = new Map(several.map((one) => [one.id, one.time]));
  const lines = new Map<string, Map<string, Mark>>();
  for (const one of found) {
    const time = times.get(one.examination);
    const severity = SEVERITIES.find((name) => name === one.severity);
    if (time === undefined || severity === undefined) continue;
    const line = lines.get(one.check) ?? new Map<string, Mark>();
    const there = line.get(one.examination);
    if (!there || gravest([there.severity, severity]) !== there.severity)
      line.set(one.examination, {
        examination: one.examination,
        time,
        severity,
        title: one.title,
        finding: one.id,
      });
    lines.set(one.check, line);
  }
  return [...lines]
    .map(([check, line]) => {
      const marks = [...line.values()].sort((one, other) => one.time.localeCompare(other.time));
      return { check, title: marks.at(-1)?.title ?? check, marks };
    })
    .sort((one, other) => rank(one) - rank(other) || other.marks.length - one.marks.length);
}

function rank({ marks }: CheckLine): number {
  const worst = gravest(marks.map((one) => one.severity));
  return worst ? SEVERITIES.indexOf(worst) : SEVERITIES.length;
}

/** Where a moment stands between two others, 0 to 1. */
export function share(time: string, first: string, last: string): number {
  const span = Date.parse(last) - Date.parse(first);
  return span > 0 ? (Date.parse(time) - Date.parse(first)) / span : 0.5;
}
