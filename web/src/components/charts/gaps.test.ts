import { expect, it } from "vitest";
import { aligned } from "./gaps";

it("puts a gap where a line was silent, never a straight line", () => {
  const made = aligned([
    [
      [1, 5],
      [2, 5],
      [3, 5],
      [9, 5],
    ],
  ]);
  expect(made.times).toEqual([1, 2, 3, 6, 9]);
  expect(made.lines[0]).toEqual([5, 5, 5, null, 5]);
});

it("passes over moments that only another line has", () => {
  const made = aligned([
    [
      [1, 5],
      [3, 6],
    ],
    [[2, 7]],
  ]);
  expect(made.lines).toEqual([
    [5, undefined, 6],
    [undefined, 7, undefined],
  ]);
});

it("keeps a gap that the data names", () => {
  expect(
    aligned([
      [
        [1, 5],
        [2, null],
        [3, 6],
      ],
    ]).lines[0],
  ).toEqual([5, null, 6]);
});
