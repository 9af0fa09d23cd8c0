import { expect, it } from "vitest";
import type { Difference } from "../queries";
import { biggest, changedIn, factorOf, signed, type Move } from "./change";

const SAME: Difference = {
  hosts: ["a", "a"],
  times: ["", ""],
  scores: [80, 90],
  new: [],
  gone: [],
  worse: [],
  better: [],
  moved: [],
};

it("says by how many points the score moved, and nothing where one is unknown", () => {
  expect(changedIn(SAME).points).toBe(10);
  expect(changedIn({ ...SAME, scores: [null, 90] }).points).toBeNull();
});

it("calls findings the same only where none came, went, or changed", () => {
  const one = { id: "", check: "", title: "", before: "low", after: "high" };
  expect(changedIn(SAME).same).toBe(true);
  expect(changedIn({ ...SAME, worse: [one] })).toMatchObject({ same: false, worse: 1 });
});

it("writes points with a sign, also none", () => {
  expect([6, -6, 0].map(signed)).toEqual(["+6", "−6", "±0"]);
});

it("shows the widest moves of shares first, then what moved by the greatest factor", () => {
  const moves: Move[] = [
    { key: "queue", before: 1, after: 9, unit: "count" },
    { key: "cpu", before: 0.1, after: 0.3, unit: "ratio" },
    { key: "wait", before: 0.9, after: 0.1, unit: "ratio" },
    { key: "rate", before: 10, after: 12, unit: "per_s" },
  ];
  expect(biggest(moves, 3).map((one) => one.key)).toEqual(["wait", "cpu", "queue"]);
});

it("knows that something from nothing has no factor", () => {
  expect(factorOf({ before: 0, after: 3 })).toBe(Infinity);
  expect(factorOf({ before: 0, after: 0 })).toBe(1);
});
