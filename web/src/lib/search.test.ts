import { expect, it } from "vitest";
import { changed, wordsOf } from "./search";

it("gives search words as words, whatever the router has made of them", () => {
  expect(wordsOf({ state: "failed", host: 12, none: undefined, empty: "" })).toEqual({
    state: "failed",
    host: "12",
  });
});

it("leaves an empty word out of the address and keeps the others", () => {
  expect(changed({ state: "failed", kind: "ask" }, { state: "" })).toEqual({ kind: "ask" });
});
