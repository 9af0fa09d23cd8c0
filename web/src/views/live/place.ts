/** What the page shows, as its address says. */
import { secondsOf } from "@/lib/series";

/** Lengths of time that are followed live, in seconds. */
export const SPANS = [60, 300, 900] as const;
const USUAL_SPAN = 300;

/** Ranges of the past, in the words of the server. */
export const RANGES = ["-1h", "-6h", "-1d", "-7d", "-30d"] as const;

/** Write a length of time for the address. */
export function spanWord(span: number): string {
  return `${span / 60}m`;
}

export interface Range {
  /** In the words of the address. */
  from: string;
  to: string;
  /** In seconds since 1970. */
  start: number;
  end: number;
}

export type Place = { live: true; span: number } | { live: false; range: Range };

/** Read `?from=&to=`, or `?span=`; what can't be read is the usual live view. */
export function placeOf(words: Readonly<Record<string, string>>, nowS: number): Place {
  const { from, to = "now", span } = words;
  const start = from === undefined ? null : secondsOf(from, nowS);
  const end = secondsOf(to, nowS);
  if (from !== undefined && start !== null && end !== null && start < end)
    return { live: false, range: { from, to, start, end } };
  return { live: true, span: SPANS.find((one) => spanWord(one) === span) ?? USUAL_SPAN };
}

const SHORTEST_S = 10;

/** Move a range by a share of its length: -0.5 is half of it earlier. It never ends in the future. */
export function shifted(range: readonly [number, number], share: number, nowS: number) {
  const length = range[1] - range[0];
  const end = Math.min(range[1] + share * length, nowS);
  return [end - length, end] as const;
}

/** Make a range longer (2) or shorter (0.5) around its middle. */
export function scaled(range: readonly [number, number], by: number, nowS: number) {
  const length = Math.max(SHORTEST_S, (range[1] - range[0]) * by);
  const end = Math.min((range[0] + range[1]) / 2 + length / 2, nowS);
  return [end - length, end] as const;
}
