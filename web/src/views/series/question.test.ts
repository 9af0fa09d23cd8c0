import { expect, it } from "vitest";
import { asksOf, byUnit, chosen, exportAddress, picksOf, toggled, wordOf } from "./question";

const KEY = "interface.drops{interface=eth0,namespace=net:[1]}";

it("keeps what was chosen in the address, whatever its name holds", () => {
  const picks = [
    { host: "a", key: KEY },
    { host: "b", key: "x.y{mount=/a b,c=<img>}" },
  ];
  expect(picksOf({ pick: wordOf(picks) })).toEqual(picks);
});

it("adds a series and takes it away again", () => {
  const one = { host: "a", key: KEY };
  expect(toggled([], one)).toEqual([one]);
  expect(toggled([one], { ...one })).toEqual([]);
});

it("asks once a host and family, for what else is asked with it", () => {
  const pick = wordOf([
    { host: "a", key: "disk.await{device=vda}" },
    { host: "a", key: "disk.await{device=vdb}" },
    { host: "b", key: "disk.await{device=vda}" },
  ]);
  expect(asksOf({ pick, from: "-6h", aggregate: "max" })).toEqual([
    { match: "disk.await", host: "a", from: "-6h", aggregate: "max" },
    { match: "disk.await", host: "b", from: "-6h", aggregate: "max" },
  ]);
});

it("asks by the words of a match, and for nothing without words", () => {
  expect(asksOf({ match: "cpu.*", host: "web-*" })).toEqual([{ match: "cpu.*", host: "web-*" }]);
  expect(asksOf({})).toEqual([]);
});

it("shows of an answer what was chosen alone", () => {
  const lines = [
    { host: "a", key: KEY },
    { host: "a", key: "other" },
  ];
  expect(chosen({ pick: wordOf([{ host: "a", key: KEY }]) }, lines)).toEqual([lines[0]]);
  expect(chosen({ match: "*" }, lines)).toEqual(lines);
});

it("puts lines of one unit into one chart", () => {
  const lines = [{ unit: "s" }, { unit: "ratio" }, { unit: "s" }];
  expect(byUnit(lines).map(([unit, all]) => [unit, all.length])).toEqual([
    ["s", 2],
    ["ratio", 1],
  ]);
});

it("leads to the server's file of the same question", () => {
  expect(exportAddress({ match: "a.b{c=d e}", from: "-1h", step: "" }, "csv")).toBe(
    "/api/v1/series/export?match=a.b%7Bc%3Dd+e%7D&from=-1h&format=csv",
  );
});
