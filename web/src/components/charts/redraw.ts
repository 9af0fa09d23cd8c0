/** One moment for all charts that follow something live: they are drawn together, once a second. */

export interface Frames {
  /** Run something before the next picture; hidden tabs have none. */
  next: (run: () => void) => void;
  later: (run: () => void, ms: number) => void;
  nowMs: () => number;
}

/** How much time at least lies between two redraws. */
const BETWEEN_MS = 900;

/** Charts that wish to be drawn; hidden ones are passed over until they are seen again. */
export class Redraw {
  private readonly charts = new Map<() => void, { seen: boolean; due: boolean }>();
  private asked = false;
  private lastMs = -Infinity;
  private readonly frames: Frames;

  constructor(frames: Frames) {
    this.frames = frames;
  }

  /** Draw with the others from now on; the answer says when it is in sight, and ends it. */
  join(draw: () => void): { seen: (is: boolean) => void; leave: () => void } {
    const state = { seen: true, due: false };
    this.charts.set(draw, state);
    return {
      seen: (is) => {
        state.seen = is;
        if (!is || !state.due) return;
        state.due = false;
        draw();
      },
      leave: () => this.charts.delete(draw),
    };
  }

  /** Ask for a redraw: something new is there. */
  ask(): void {
    for (const state of this.charts.values()) state.due = true;
    if (this.asked) return;
    this.asked = true;
    const wait = this.lastMs + BETWEEN_MS - this.frames.nowMs();
    const soon = () => this.frames.next(() => this.run());
    if (wait > 0) this.frames.later(soon, wait);
    else soon();
  }

  private run(): void {
    this.asked = false;
    this.lastMs = this.frames.nowMs();
    for (const [draw, state] of this.charts) {
      if (!state.seen || !state.due) continue;
      state.due = false;
      draw();
    }
  }
}

/** The page's own. */
export function pageRedraw(): Redraw {
  return new Redraw({
    next: (run) => window.requestAnimationFrame(run),
    later: (run, ms) => window.setTimeout(run, ms),
    nowMs: () => performance.now(),
  });
}
