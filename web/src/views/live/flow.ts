/** What comes of one host, outside React: charts and tables are told, the page is not drawn anew. */
import type { Flow } from "@/components/charts/LiveChart";
import { pageRedraw, type Redraw } from "@/components/charts/redraw";
import { Ring } from "@/components/charts/ring";

/** Moments that are kept: the longest live range, and some more. */
const MOST_MOMENTS = 1_000;
const SLACK_STEPS = 3;
/** After a beginning or a gap what is kept is asked for so often: the last looks come late. */
const MOST_OWED = 2;

export interface Process {
  pid: number;
  name: string;
  command: string;
  user: string | null;
  state: string;
  threads: number;
  cpu: number;
  memory: number;
  read: number | null;
  write: number | null;
}

export interface Group {
  path: string;
  cpu: number | null;
  throttled: number | null;
  memory: number | null;
  limit: number | null;
  processes: number;
  read: number | null;
  write: number | null;
}

interface Sample {
  time: string;
  numbers: Record<string, number>;
  processes: Process[] | null;
  groups: Group[] | null;
}

/** What tables and badges show; a new one with each sample. */
export interface Shown {
  keys: readonly string[];
  processes: readonly Process[] | null;
  groups: readonly Group[] | null;
  /** When the newest sample came, in milliseconds of the page's clock; 0 before the first. */
  heardMs: number;
  /** Whether what is kept was asked for: until then it is not known what there is. */
  asked: boolean;
}

const NOTHING: Shown = { keys: [], processes: null, groups: null, heardMs: 0, asked: false };

export class HostFlow implements Flow {
  readonly ring = new Ring(MOST_MOMENTS);
  readonly redraw: Redraw;
  /** Seconds that are shown. */
  span: number;
  private shown: Shown = NOTHING;
  /** How often what is kept has yet to be asked for: the store is some seconds behind. */
  private owed = MOST_OWED;
  private still: readonly [number, number] | null = null;
  private readonly watchers = new Set<() => void>();
  private readonly nowMs: () => number;

  constructor(span: number, nowMs = () => performance.now(), redraw = pageRedraw()) {
    this.span = span;
    this.nowMs = nowMs;
    this.redraw = redraw;
  }

  /** Take a sample as the server tells it. */
  take(data: unknown): void {
    const sample = data as Sample;
    const time = Date.parse(sample.time) / 1000;
    if (Number.isNaN(time)) return;
    this.ring.push(time, sample.numbers);
    this.tell({
      heardMs: this.nowMs(),
      ...(!this.still && {
        processes: sample.processes ?? this.shown.processes,
        groups: sample.groups,
      }),
    });
    if (!this.still) this.redraw.ask();
  }

  /** Begin with what the server has kept. */
  seed(lines: readonly { key: string; points: readonly (readonly [number, number])[] }[]): void {
    this.ring.seed(lines);
    this.tell({ asked: true });
    this.redraw.ask();
  }

  /** Something may have been missed. */
  gap(): void {
    this.ring.gap();
    this.owed = MOST_OWED;
    this.redraw.ask();
  }

  /** Whether what is kept is to be asked for: there was a gap, or no samples come at all. */
  due(): boolean {
    if (!this.shown.heardMs) return true;
    if (!this.owed || this.staleS()) return false;
    this.owed -= 1;
    return true;
  }

  /** The newest moment as the server's clock shows it now: it goes on while nothing comes. */
  now(): number {
    const heard = this.shown.heardMs;
    const silent = heard ? (this.nowMs() - heard) / 1000 : 0;
    return (this.ring.newest ?? Date.now() / 1000) + Math.max(0, silent - this.ring.step);
  }

  range(): readonly [number, number] {
    if (this.still) return this.still;
    const to = this.now();
    return [to - this.span, to];
  }

  /** Show another length of time. */
  setSpan(span: number): void {
    this.span = span;
    this.redraw.ask();
  }

  /** Stand still, or follow the time again. What comes meanwhile is kept. */
  pause(is: boolean): void {
    this.still = is ? this.range() : null;
    this.redraw.ask();
  }

  /** For how many seconds nothing has come; 0 while samples come as they should. */
  staleS(): number {
    if (!this.shown.heardMs) return 0;
    const silent = (this.nowMs() - this.shown.heardMs) / 1000;
    return silent > SLACK_STEPS * this.ring.step + 1 ? Math.round(silent) : 0;
  }

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  look = (): Shown => this.shown;

  private tell(change: Partial<Shown>): void {
    const keys = this.ring.keys;
    const same = keys.length === this.shown.keys.length;
    this.shown = { ...this.shown, ...change, keys: same ? this.shown.keys : keys };
    for (const one of this.watchers) one();
  }
}
