import { expect, it } from "vitest";
import { placeOf, scaled, shifted } from "./place";

const NOW = 1_000_000;

it("is live where the address says nothing, or nothing that can be read", () => {
  expect(placeOf({}, NOW)).toEqual({ live: true, span: 300 });
  expect(placeOf({ span: "15m" }, NOW)).toEqual({ live: true, span: 900 });
  expect(placeOf({ from: "yesterday", to: "now" }, NOW)).toEqual({ live: true, span: 300 });
  expect(placeOf({ from: "2000", to: "1000" }, NOW)).toEqual({ live: true, span: 300 });
});

it("is the past where the address names a range", () => {
  expect(placeOf({ from: "-1h" }, NOW)).toEqual({
    live: false,
    range: { from: "-1h", to: "now", start: NOW - 3_600, end: NOW },
  });
});

it("goes earlier and later, and never into the future", () => {
  expect(shifted([100, 200], -0.5, NOW)).toEqual([50, 150]);
  expect(shifted([NOW - 100, NOW], 0.5, NOW)).toEqual([NOW - 100, NOW]);
  expect(scaled([100, 200], 2, NOW)).toEqual([50, 250]);
  expect(scaled([NOW - 100, NOW], 2, NOW)).toEqual([NOW - 200, NOW]);
});
