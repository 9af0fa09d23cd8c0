/**
 * Times (ascending) and, for each line, what it has at each of them, as uPlot draws it: a value;
 * null for a gap; undefined for another line's moment, which is passed over.
 */
export interface Aligned {
  times: number[];
  lines: (number | null | undefined)[][];
}

const GAP_STEPS = 2.5;
/** Not the median: a disk that is idle most of the time has more gaps than steps. */
const SHORTER = 0.25;

/**
 * Put lines with moments of their own over one row of times. Where a line is silent for more than
 * 2.5 of its usual steps, or a hole lies, a null stands: no straight line is drawn over a gap.
 */
export function aligned(
  lines: readonly (readonly (readonly [number, number | null])[])[],
  holes: readonly (readonly [number, number])[] = [],
): Aligned {
  const values = lines.map((points) => new Map(points.map(([at, value]) => [at, value])));
  const times = new Set<number>();
  lines.forEach((points, index) => {
    const step = usual(points);
    points.forEach(([at], place) => {
      times.add(at);
      const before = points[place - 1]?.[0];
      if (before !== undefined && step > 0 && at - before > GAP_STEPS * step) {
        const within = (before + at) / 2;
        times.add(within);
        values[index]?.set(within, null);
      }
    });
  });
  for (const [from, to] of holes) {
    const within = (from + to) / 2;
    times.add(within);
    for (const at of values) at.set(within, null);
  }
  const sorted = [...times].sort((one, other) => one - other);
  return { times: sorted, lines: values.map((at) => sorted.map((time) => at.get(time))) };
}

/** The distance of neighbours where they come as they should: a quarter of them are shorter. */
function usual(points: readonly (readonly [number, number | null])[]): number {
  const steps = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at));
  return steps.sort((one, other) => one - other)[Math.floor(steps.length * SHORTER)] ?? 0;
}
