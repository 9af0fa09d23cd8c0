/**
 * The last minutes of many series, outside React: one row of times, a column for each key.
 *
 * A cell is a number; null for a gap; undefined where a slower series had no moment of its own.
 */
export type Cells = (number | null | undefined)[];

/** Keys that are kept: of a host that tells more, those that came first. */
const MOST_COLUMNS = 1_000;
/** After so many steps without a word there is a gap. */
const GAP_STEPS = 2.5;
/** Two moments closer than this are one: a look takes a little time. */
const SAME_S = 0.4;
/** How many distances the usual one is taken of. */
const REMEMBERED = 9;
/** As above, of one column. */
const FEW = 4;
/** A column with longer steps comes less often than the others: no gap between two of its moments. */
const SLOW_S = 2.5;
/** Above this share of room beyond what is kept, the oldest are let go at once. */
const ROOM = 1.25;

interface Column {
  cells: Cells;
  /** When it last had a number, and the newest distances between two of them. */
  last: number;
  steps: number[];
}

export class Ring {
  times: number[] = [];
  private readonly columns = new Map<string, Column>();
  private steps: number[] = [];
  private readonly most: number;

  /** `most` is how many moments are kept. */
  constructor(most: number) {
    this.most = most;
  }

  get keys(): string[] {
    return [...this.columns.keys()];
  }

  /** Seconds between two moments as they usually come; 1 until it is known. */
  get step(): number {
    const sorted = [...this.steps].sort((one, other) => one - other);
    return sorted[sorted.length >> 1] ?? 1;
  }

  /** The newest moment that has numbers; undefined where there is none. */
  get newest(): number | undefined {
    return this.lastTime;
  }

  private lastTime: number | undefined;

  /** Add a moment. What is not later than the newest one is passed over. */
  push(time: number, numbers: Readonly<Record<string, number>>): void {
    const before = this.lastTime;
    if (before !== undefined && time <= before + SAME_S) return;
    if (before !== undefined) this.measure(before, time);
    this.lastTime = time;
    this.times.push(time);
    for (const [key, value] of Object.entries(numbers)) this.put(key, time, value);
    for (const column of this.columns.values())
      if (column.cells.length < this.times.length) column.cells.push(silent(column, time));
    if (this.times.length > this.most * ROOM) this.shorten();
  }

  /** Draw no line from the newest moment to the next: something may have been missed. */
  gap(): void {
    if (this.lastTime === undefined || this.times.at(-1) !== this.lastTime) return;
    this.break(this.lastTime + this.step / 2);
  }

  /** Begin with what is kept elsewhere: lines with moments of their own. */
  seed(lines: readonly { key: string; points: readonly (readonly [number, number])[] }[]): void {
    const rows = new Map<number, Record<string, number>>();
    const axis = [...new Set(lines.flatMap((one) => one.points.map(([at]) => at)))].sort(
      (one, other) => one - other,
    );
    const same = new Map<number, number>();
    let kept = -Infinity;
    for (const at of axis) {
      if (at > kept + SAME_S) kept = at;
      same.set(at, kept);
    }
    for (const { key, points } of lines)
      for (const [at, value] of points) {
        const time = same.get(at) ?? at;
        const row = rows.get(time) ?? {};
        row[key] = value;
        rows.set(time, row);
      }
    const later = this.rows();
    this.clear();
    const all = [...rows].sort(([one], [other]) => one - other);
    for (const [time, numbers] of all) this.push(time, numbers);
    for (const [time, numbers] of later) this.push(time, numbers);
  }

  clear(): void {
    this.times = [];
    this.columns.clear();
    this.steps = [];
    this.lastTime = undefined;
  }

  /** Give the moments from a time on, and the cells of some keys; an unknown key is all gaps. */
  read(keys: readonly string[], from: number): [number[], ...Cells[]] {
    let first = this.times.length;
    while (first > 0 && (this.times[first - 1] ?? 0) >= from) first -= 1;
    if (first > 0) first -= 1; // the line comes in from the edge
    const times = this.times.slice(first);
    return [
      times,
      ...keys.map(
        (key) => this.columns.get(key)?.cells.slice(first) ?? times.map((): null => null),
      ),
    ];
  }

  /** Give the newest number of a key; null where its newest moment has none. */
  value(key: string): number | null {
    return this.columns.get(key)?.cells.findLast((one) => one !== undefined) ?? null;
  }

  private rows(): [number, Record<string, number>][] {
    return this.times.flatMap((time, at): [number, Record<string, number>][] => {
      const found = [...this.columns].flatMap(([key, { cells }]) =>
        typeof cells[at] === "number" ? [[key, cells[at]] as const] : [],
      );
      return found.length ? [[time, Object.fromEntries(found)]] : [];
    });
  }

  private measure(before: number, time: number): void {
    const distance = time - before;
    if (this.steps.length && distance > GAP_STEPS * this.step) {
      if (this.times.at(-1) === before) this.break(before + this.step / 2);
      return;
    }
    this.steps = [...this.steps, distance].slice(-REMEMBERED);
  }

  private break(time: number): void {
    this.times.push(time);
    for (const column of this.columns.values()) column.cells.push(null);
  }

  private put(key: string, time: number, value: number): void {
    let column = this.columns.get(key);
    if (!column) {
      if (this.columns.size >= MOST_COLUMNS) return;
      const cells: Cells = new Array<null>(this.times.length - 1).fill(null);
      column = { cells, last: time, steps: [] };
      this.columns.set(key, column);
    } else column.steps = [...column.steps, time - column.last].slice(-FEW);
    column.last = time;
    column.cells.push(value);
  }

  private shorten(): void {
    const away = this.times.length - this.most;
    this.times.splice(0, away);
    const first = this.times[0] ?? 0;
    for (const [key, column] of this.columns) {
      if (column.last < first) this.columns.delete(key);
      else column.cells.splice(0, away);
    }
  }
}

/** What stands where a column has no number: a gap, unless it comes less often than others. */
function silent(column: Column, time: number): null | undefined {
  const step = stepOf(column);
  return step > SLOW_S && time - column.last < GAP_STEPS * step ? undefined : null;
}

/** The shortest of a column's newest distances; 0 until there is one. */
function stepOf(column: Column): number {
  return column.steps.length ? Math.min(...column.steps) : 0;
}
