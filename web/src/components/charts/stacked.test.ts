import { expect, it } from "vitest";
import { dashOf, isDashed } from "./frame";
import { stacked } from "./stacked";
import { statsOf, within } from "./stats";
import { moved } from "./useReading";

it("puts each part on those below it", () => {
  expect(
    stacked([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
  ).toEqual([
    [1, 2],
    [4, 6],
    [9, 12],
  ]);
});

it("knows no stack where one of its parts is unknown", () => {
  expect(
    stacked([
      [1, 2],
      [3, null],
      [5, 6],
    ]),
  ).toEqual([
    [1, 2],
    [4, null],
    [9, null],
  ]);
});

it("sums up what was measured, and calls the newest gap a gap", () => {
  expect(statsOf([1, null, 3])).toEqual({ now: 3, min: 1, mean: 2, max: 3 });
  expect(statsOf([1, 3, null]).now).toBeNull();
  expect(statsOf([1, 3, undefined]).now).toBe(3);
  expect(statsOf([null, undefined])).toEqual({ now: null, min: null, mean: null, max: null });
});

it("sums up only what is seen", () => {
  const [first, last] = within([1, 2, 3, 4], 2, 3);
  expect(statsOf([10, 20, 30, 40], first, last)).toEqual({ now: 30, min: 20, mean: 25, max: 30 });
});

it("tells lines apart by dashes from the fifth on, or when it is asked to", () => {
  expect(isDashed({ labels: ["a", "b", "c", "d"] })).toBe(false);
  expect(isDashed({ labels: ["a", "b"], dashed: true })).toBe(true);
  const five = { labels: ["a", "b", "c", "d", "e"] };
  const dashes = five.labels.map((_, at) => dashOf(five, at).join());
  expect(new Set(dashes).size).toBe(5);
});

it("is read by keys from moment to moment", () => {
  expect(moved("ArrowLeft", false, null, 5)).toBe(4);
  expect(moved("ArrowLeft", false, 0, 5)).toBe(0);
  expect(moved("ArrowRight", true, 0, 50)).toBe(10);
  expect([moved("Home", false, 3, 5), moved("End", false, 3, 5)]).toEqual([0, 4]);
  expect(moved("a", false, 3, 5)).toBeNull();
  expect(moved("ArrowLeft", false, null, 0)).toBeNull();
});
