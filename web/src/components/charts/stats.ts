/** What a line came to over what is seen. */
export interface Stats {
  /** The newest value; null where the newest moment has none. */
  now: number | null;
  min: number | null;
  mean: number | null;
  max: number | null;
}

/** Sum up a line from its first to its last moment that is seen; gaps count for nothing. */
export function statsOf(
  line: readonly (number | null | undefined)[],
  first = 0,
  last = line.length - 1,
): Stats {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  let now: number | null = null;
  for (let at = first; at <= last; at += 1) {
    const value = line[at];
    if (value === undefined) continue;
    now = value;
    if (value === null) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    count += 1;
  }
  return count
    ? { now, min, mean: sum / count, max }
    : { now: null, min: null, mean: null, max: null };
}

/** Give the first and last index of ascending times within a range. */
export function within(times: ArrayLike<number>, from: number, to: number): [number, number] {
  let first = 0;
  let last = times.length - 1;
  while (first <= last && (times[first] ?? 0) < from) first += 1;
  while (last >= first && (times[last] ?? 0) > to) last -= 1;
  return [first, last];
}
