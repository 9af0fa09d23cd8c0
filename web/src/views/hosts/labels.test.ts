import { expect, it } from "vitest";
import { difference, read, written } from "./labels";

it("reads what it wrote", () => {
  const labels = { role: "db", url: "a=b", spare: "" };
  expect(read(written(labels))).toEqual(labels);
});

it("passes over empty lines and lines without a name", () => {
  expect(read("\n role = db \n=x\n")).toEqual({ role: "db" });
});

it("says what changes and what goes, and nothing of what stays", () => {
  expect(
    difference({ role: "db", site: "a", old: "1" }, { role: "db", site: "b", env: "" }),
  ).toEqual({ old: null, site: "b", env: "" });
});
