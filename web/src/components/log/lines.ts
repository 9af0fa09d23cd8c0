/** What log lines are before they are drawn: read, joined, told apart by level, chosen. */
import type { LogLine } from "./ring";

export interface Line {
  /** Milliseconds since 1970. */
  time: number;
  text: string;
}

export type Level = "error" | "warning" | "debug" | "plain";

const LEVELS: readonly [Level, RegExp][] = [
  ["error", /\b(error|fatal|critical|failed|refused|panic|traceback)\b/i],
  ["warning", /\b(warn|warning|absent|struck|retry|given up|slow)\b/i],
  ["debug", /\b(debug|trace)\b/i],
];

/** How many letters of a line are looked at for its level: the word stands near its start. */
const LOOKED_AT = 160;

/** Tell a line's level by its words: lines of jobs are sentences, not records. */
export function levelOf(text: string): Level {
  const start = text.slice(0, LOOKED_AT);
  return LEVELS.find(([, words]) => words.test(start))?.[0] ?? "plain";
}

/** Read the lines of a live `log` event: `{"items": [{"time": seconds, "line": words}]}`. */
export function linesOf(data: unknown): Line[] {
  const { items } = (data ?? {}) as { items?: unknown };
  const several = Array.isArray(items) ? items : [data];
  return (several as unknown[]).flatMap((one) => {
    const { time, line } = (one ?? {}) as { time?: unknown; line?: unknown };
    if (typeof line !== "string") return [];
    return [{ time: typeof time === "number" ? Math.floor(time * 1000) : 0, text: line }];
  });
}

/**
 * Give the live lines that are not among the kept ones already: both are told while a job runs.
 * What is older than the newest kept line is there; of its millisecond, what is not there as often.
 */
export function notYet(kept: readonly Line[], live: readonly Line[]): Line[] {
  const newest = kept.at(-1)?.time ?? -Infinity;
  const there = new Map<string, number>();
  for (const one of kept)
    if (one.time === newest) there.set(one.text, (there.get(one.text) ?? 0) + 1);
  return live.filter((one) => {
    if (one.time !== newest) return one.time > newest;
    const times = there.get(one.text) ?? 0;
    if (times) there.set(one.text, times - 1);
    return !times;
  });
}

/** Give the lines that have all the words that are looked for, whatever the case. */
export function chosen(lines: readonly LogLine[], wanted: string): readonly LogLine[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return lines;
  return lines.filter(({ text }) => {
    const low = text.toLowerCase();
    return words.every((word) => low.includes(word));
  });
}

/** Give the first row in sight and the one behind the last, with some beyond both ends. */
export function inSight(
  top: number,
  height: number,
  row: number,
  count: number,
  beyond: number,
): [number, number] {
  const first = Math.max(0, Math.floor(top / row) - beyond);
  return [Math.min(first, count), Math.min(count, Math.ceil((top + height) / row) + beyond)];
}

/** Write lines as a file: `2026-11-21T21:19:36.215Z words`. */
export function asText(lines: readonly Line[]): string {
  return lines.map((one) => `${new Date(one.time).toISOString()} ${one.text}`).join("\n") + "\n";
}

/** 21:19:36.215, in the reader's zone; written by hand since thousands are drawn. */
export function stamp(time: number): string {
  const at = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const millis = String(at.getMilliseconds()).padStart(3, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${millis}`;
}
