import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LogRing, TELL_MS } from "./ring";

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ time: from + at, text: `line ${from + at}` }));

describe("a ring of log lines", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("holds the newest lines, the oldest first, and counts what it let go", () => {
    const ring = new LogRing(3);
    ring.put(lines(1, 5));
    expect(ring.lines().map((one) => one.text)).toEqual(["line 3", "line 4", "line 5"]);
    expect(ring.at(0)?.text).toBe("line 3");
    expect(ring.at(2)?.text).toBe("line 5");
    expect(ring.at(3)).toBeUndefined();
    expect([ring.size, ring.total, ring.dropped]).toEqual([3, 5, 2]);
  });

  it("gives a line its number for good", () => {
    const ring = new LogRing(2);
    ring.put(lines(1, 3));
    expect(ring.lines().map((one) => one.number)).toEqual([2, 3]);
  });

  it("tells of fifty thousand lines a few times only", () => {
    const ring = new LogRing(1_000);
    const told = vi.fn();
    ring.subscribe(told);
    for (let batch = 0; batch < 500; batch += 1) {
      ring.put(lines(batch * 100, 100));
      vi.advanceTimersByTime(2);
    }
    vi.advanceTimersByTime(TELL_MS);
    expect(ring.total).toBe(50_000);
    expect(told.mock.calls.length).toBeLessThanOrEqual(1_000 / TELL_MS + 1);
    expect(told).toHaveBeenCalled();
  });

  it("tells nobody who has left", () => {
    const ring = new LogRing();
    const told = vi.fn();
    ring.subscribe(told)();
    ring.put(lines(1, 1));
    vi.advanceTimersByTime(TELL_MS);
    expect(told).not.toHaveBeenCalled();
  });
});
