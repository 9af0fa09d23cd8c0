/** Where the bars of a panel's calls stand: lanes of specialists, percent of its time. */
import type { Turn } from "./course";

export interface Bar {
  turn: Turn;
  /** Its place among all turns: names it. */
  index: number;
  /** Percent of the time that is shown. */
  left: number;
  width: number;
  /** Of the bar itself: how much of it was waiting for the first token, in percent. */
  waited: number;
  /** Which line of its lane, where calls of one specialist overlap. */
  line: number;
}

export interface Lane {
  specialist: string;
  lines: number;
  bars: Bar[];
}

export interface Phase {
  what: string;
  left: number;
  width: number;
}

/** A bar that is narrower would not be seen. */
const NARROWEST = 0.6;
/** A part that is narrower has no room for its name. */
const NAMED = 5;

/** Put each specialist's calls in a lane; `endS` is the right edge. */
export function lanesOf(
  turns: readonly Turn[],
  specialists: readonly string[],
  endS: number,
): Lane[] {
  const whole = Math.max(endS, 0.001);
  return specialists.map((specialist) => {
    const ends: number[] = [];
    const bars = turns.flatMap((turn, index) => {
      if (turn.specialist !== specialist) return [];
      const free = ends.findIndex((end) => end <= turn.beganS + 1e-6);
      const line = free < 0 ? ends.length : free;
      ends[line] = turn.endS;
      return [bar(turn, index, line, whole)];
    });
    return { specialist, lines: Math.max(1, ends.length), bars };
  });
}

function bar(turn: Turn, index: number, line: number, whole: number): Bar {
  const long = turn.endS - turn.beganS;
  const width = Math.max(NARROWEST, (100 * long) / whole);
  const left = Math.max(0, Math.min(100 - width, (100 * turn.beganS) / whole));
  const waited =
    turn.outcome === "cached"
      ? 0
      : long > 0
        ? (100 * ((turn.firstS ?? turn.endS) - turn.beganS)) / long
        : 0;
  return { turn, index, line, left, width, waited: Math.max(0, Math.min(100, waited)) };
}

/** Give the parts of a panel: what was asked for, from when until when, in percent; short ones are left out. */
export function phasesOf(turns: readonly Turn[], endS: number): Phase[] {
  const whole = Math.max(endS, 0.001);
  const spans = new Map<string, [number, number]>();
  for (const one of turns) {
    const [from, to] = spans.get(one.what) ?? [Infinity, 0];
    spans.set(one.what, [Math.min(from, one.beganS), Math.max(to, one.endS)]);
  }
  return [...spans]
    .map(([what, [from, to]]) => ({
      what,
      left: (100 * from) / whole,
      width: (100 * (to - from)) / whole,
    }))
    .filter((one) => one.width >= NAMED);
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300] as const;
const MOST_TICKS = 9;

/** Give the seconds at which the scale is written. */
export function ticksOf(endS: number): number[] {
  const step = STEPS.find((one) => endS / one <= MOST_TICKS) ?? 600;
  const ticks: number[] = [];
  for (let at = 0; at <= endS + 1e-9; at += step) ticks.push(Number(at.toFixed(3)));
  return ticks;
}
