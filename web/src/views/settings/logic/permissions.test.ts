import { expect, it } from "vitest";
import en from "../words/en.json";
import { choosesWell, inWords, parsed, reached, withOne, written } from "./permissions";

function say(key: string, values: Record<string, string> = {}): string {
  const found = key
    .split(".")
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], en) as string;
  return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "");
}

it.each(["read:hosts", "*:*", "read:examinations:host=web-*", "run:tasks:host=a,label.team=x=y"])(
  "reads and writes %s alike",
  (words) => expect(written(parsed(words))).toBe(words),
);

it("says a permission in words", () => {
  expect(inWords("read:hosts", say)).toBe("read hosts");
  expect(inWords("*:*", say)).toBe("do everything with everything");
  expect(inWords("run:examinations:host=web-*", say)).toBe("run examinations whose host is web-*");
  expect(inWords("read:hosts:host=a,label.team=b", say)).toBe(
    "read hosts whose host is a and label.team is b",
  );
});

it("says a resource that it does not know by its name", () => {
  expect(inWords("read:rockets", say)).toBe("read rockets");
});

it("takes a selector only with a name and a pattern", () => {
  expect(choosesWell("")).toBe(true);
  expect(choosesWell("host=web-*, label.team=a")).toBe(true);
  expect(choosesWell("host")).toBe(false);
  expect(choosesWell("=web")).toBe(false);
});

it("keeps each permission once", () => {
  expect(withOne(["read:hosts"], "read:hosts")).toEqual(["read:hosts"]);
});

it("offers only what one may oneself", () => {
  const mine = ["read:hosts", "read:jobs", "run:jobs:host=web-*"];
  expect(reached(mine, ["read", "create", "run"])).toEqual(["read", "run"]);
  expect(reached(mine, ["hosts", "jobs", "users"], "run")).toEqual(["jobs"]);
  expect(reached(["*:*"], ["hosts"], "read")).toEqual(["*", "hosts"]);
});
