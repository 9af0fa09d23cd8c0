import { notYet, type Line } from "./lines";
import { LogRing } from "./ring";

/** Lines that are remembered to tell which of the kept ones were seen live. */
const REMEMBERED = 1_000;

/** Joins the lines that the server kept with those that come live: each once, in order. */
export class LogFollower {
  readonly ring = new LogRing();
  /** Why the kept lines could not be read; null where they could. */
  error: unknown = null;

  /** Live lines that came while the kept ones were being read; null: none are being read. */
  private early: Line[] | null = null;
  private newest: Line[] = [];
  private readonly kept: () => Promise<Line[]>;

  constructor(kept: () => Promise<Line[]>) {
    this.kept = kept;
  }

  /** Read what the server kept: at the start, and whenever something may have been missed. */
  async read(): Promise<void> {
    if (this.early) return;
    this.early = [];
    try {
      this.join(await this.kept());
      this.error = null;
    } catch (wrong) {
      this.error = wrong;
    }
    const early = this.early;
    this.early = null;
    this.put(notYet(this.newest, early));
    this.ring.changed();
  }

  /** Take lines that came live. */
  hear(lines: readonly Line[]): void {
    if (this.early) this.early.push(...lines);
    else this.put(lines);
  }

  /** The server writes lines down every 2 s: some that are older than what came live come later. */
  private join(kept: readonly Line[]): void {
    const later = notYet(kept, this.newest);
    const all = this.ring.total <= this.newest.length && kept.length < REMEMBERED;
    if (!all || !later.length) {
      this.put(notYet(this.newest, kept));
      return;
    }
    if (kept.length + later.length <= this.newest.length) return;
    this.ring.clear();
    this.newest = [];
    this.put([...kept, ...later]);
  }

  private put(lines: readonly Line[]): void {
    this.ring.put(lines);
    this.newest =
      lines.length >= REMEMBERED
        ? lines.slice(-REMEMBERED)
        : [...this.newest, ...lines].slice(-REMEMBERED);
  }
}
