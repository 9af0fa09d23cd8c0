import { expect, it } from "vitest";
import type { Kept } from "../queries";
import { inOrder, toggled } from "./chosen";

const kept = (id: string, time: string) => ({ id, time }) as Kept;
const OLD = kept("a", "2026-11-20T00:00:00Z");
const NEW = kept("b", "2026-11-21T00:00:00Z");
const THIRD = kept("c", "2026-11-22T00:00:00Z");

it("chooses two at most: of a third one the first goes", () => {
  const two = toggled(toggled([], OLD), NEW);
  expect(toggled(two, THIRD)).toEqual([NEW, THIRD]);
  expect(toggled(two, OLD)).toEqual([NEW]);
});

it("compares the older with the newer, however they were chosen", () => {
  expect(inOrder([NEW, OLD])).toEqual([OLD, NEW]);
  expect(inOrder([NEW])).toEqual([]);
});
