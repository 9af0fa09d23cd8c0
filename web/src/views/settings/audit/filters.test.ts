import { expect, it } from "vitest";
import { filtersOf, localOf, momentOf } from "./filters";

it("reads the filters that an address has, numbers too", () => {
  expect(filtersOf({ actor: "ann", object: 42, verb: "", page: "2" })).toEqual({
    actor: "ann",
    object: "42",
  });
});

it("passes over what is no word", () => {
  expect(filtersOf({ actor: { $ne: "" }, verb: ["read"] })).toEqual({});
});

it("shows a moment in the reader's zone and reads it back", () => {
  const moment = "2026-11-21T20:15:00.000Z";
  expect(momentOf(localOf(moment))).toBe(moment);
});

it("has no moment where none was typed", () => {
  expect(localOf("soon")).toBe("");
  expect(localOf(undefined)).toBe("");
  expect(momentOf("")).toBeUndefined();
});
