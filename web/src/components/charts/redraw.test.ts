import { expect, it, vi } from "vitest";
import { Redraw } from "./redraw";

function world() {
  const waiting: (() => void)[] = [];
  const later: [() => void, number][] = [];
  const now = { ms: 10_000 };
  const redraw = new Redraw({
    next: (run) => waiting.push(run),
    later: (run, ms) => later.push([run, ms]),
    nowMs: () => now.ms,
  });
  const picture = () => waiting.splice(0).forEach((run) => run());
  return { redraw, picture, later, now, waiting };
}

it("draws all charts in one picture, however often it is asked", () => {
  const { redraw, picture, waiting } = world();
  const [one, other] = [vi.fn(), vi.fn()];
  redraw.join(one);
  redraw.join(other);
  redraw.ask();
  redraw.ask();
  expect(waiting).toHaveLength(1);
  picture();
  expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 1]);
});

it("draws about once a second at most", () => {
  const { redraw, picture, later, now, waiting } = world();
  const draw = vi.fn();
  redraw.join(draw);
  redraw.ask();
  picture();
  now.ms += 100;
  redraw.ask();
  expect(waiting).toHaveLength(0);
  expect(later[0]?.[1]).toBe(800);
  later[0]?.[0]();
  picture();
  expect(draw).toHaveBeenCalledTimes(2);
});

it("does not draw what is out of sight, and catches up when it comes into sight", () => {
  const { redraw, picture } = world();
  const draw = vi.fn();
  const joined = redraw.join(draw);
  joined.seen(false);
  redraw.ask();
  picture();
  expect(draw).not.toHaveBeenCalled();
  joined.seen(true);
  expect(draw).toHaveBeenCalledTimes(1);
  joined.seen(true);
  expect(draw).toHaveBeenCalledTimes(1);
});

it("forgets who has left", () => {
  const { redraw, picture } = world();
  const draw = vi.fn();
  redraw.join(draw).leave();
  redraw.ask();
  picture();
  expect(draw).not.toHaveBeenCalled();
});
