/**
 * The newest lines of a log, outside React: ten thousand lines a second are put in here, and the
 * page is drawn a few times a second from what is there then.
 */
export interface LogLine {
  /** Milliseconds since 1970. */
  time: number;
  text: string;
  /** Rises by one from line to line; a line keeps it. */
  number: number;
}

/** Lines that are held: more are of no use to a reader, and each costs memory. */
export const MOST_LINES = 20_000;

/** How often listeners are told at most, in milliseconds. */
export const TELL_MS = 120;

export class LogRing {
  /** Lines that were ever put in. */
  total = 0;
  /** Rises with each change that is told: React looks at it. */
  version = 0;

  private held: LogLine[] = [];
  private from = 0;
  private listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly most: number;

  constructor(most: number = MOST_LINES) {
    this.most = most;
  }

  /** How many lines are held. */
  get size(): number {
    return this.held.length;
  }

  /** Lines that were there and are held no more. */
  get dropped(): number {
    return this.total - this.held.length;
  }

  put(lines: readonly { time: number; text: string }[]): void {
    for (const { time, text } of lines) {
      const line = { time, text, number: (this.total += 1) };
      if (this.held.length < this.most) this.held.push(line);
      else {
        this.held[this.from] = line;
        this.from = (this.from + 1) % this.most;
      }
    }
    if (lines.length) this.tell();
  }

  /** Give the line at a place, 0 for the oldest that is held. */
  at(place: number): LogLine | undefined {
    return place < 0 || place >= this.held.length
      ? undefined
      : this.held[(this.from + place) % this.held.length];
  }

  /** Give all lines as they are now, the oldest first. */
  lines(): LogLine[] {
    return [...this.held.slice(this.from), ...this.held.slice(0, this.from)];
  }

  clear(): void {
    this.held = [];
    this.from = 0;
    this.total = 0;
    this.tell();
  }

  /** Have listeners look, though no line came. */
  changed(): void {
    this.tell();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.version += 1;
      for (const one of this.listeners) one();
    }, TELL_MS);
  }
}
