import { expect, it } from "vitest";
import { limitsChanged, limitsSet } from "./limits";

it("sets only the limits that were filled in, zero too", () => {
  expect(limitsSet({ hosts: 50, users: "", day_dollars: 0 })).toEqual({
    hosts: 50,
    day_dollars: 0,
  });
});

it("takes a limit that was emptied back to the usual", () => {
  expect(limitsChanged({ hosts: 50, users: 5 }, { hosts: "", users: 5 })).toEqual({ hosts: null });
});

it("sends nothing where nothing changed", () => {
  expect(limitsChanged({ hosts: 50 }, { hosts: 50 })).toEqual({});
});
