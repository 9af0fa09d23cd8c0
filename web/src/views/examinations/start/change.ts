/** What changed between two examinations, in figures. */
import type { Difference } from "../queries";

export interface Changed {
  /** How many points the score moved; null where one of the two has none. */
  points: number | null;
  new: number;
  gone: number;
  worse: number;
  better: number;
  same: boolean;
}

/** Count what changed. */
export function changedIn(one: Difference): Changed {
  const [before, after] = one.scores;
  const counts = {
    new: one.new.length,
    gone: one.gone.length,
    worse: one.worse.length,
    better: one.better.length,
  };
  return {
    ...counts,
    points: before === null || after === null ? null : after - before,
    same: Object.values(counts).every((count) => count === 0),
  };
}

/** Write a number of points with its sign: +6, −6, ±0. */
export function signed(points: number): string {
  if (points === 0) return "±0";
  return points > 0 ? `+${points}` : `−${-points}`;
}

export type Move = Difference["moved"][number];

/** By which factor a value moved; the greater of the two ways, infinite from or to nothing. */
export function factorOf({ before, after }: Pick<Move, "before" | "after">): number {
  const [less, more] = [Math.abs(before), Math.abs(after)].sort((one, other) => one - other);
  if (!more) return 1;
  return less ? more / less : Infinity;
}

/** Give the moves that are seen first: of shares of the whole, the widest; then of other units. */
export function biggest(moves: readonly Move[], most: number): Move[] {
  const width = (one: Move) => (one.unit === "ratio" ? Math.abs(one.after - one.before) : 0);
  return [...moves]
    .sort((one, other) => width(other) - width(one) || factorOf(other) - factorOf(one))
    .slice(0, most);
}
