import { describe, expect, it } from "vitest";
import type { Finding } from "@/api/findings";
import { chosenOf, fitting, graver } from "./filters";

function finding(more: Partial<Finding>): Finding {
  return {
    id: "f1",
    examination: "e1",
    host: "h1",
    host_name: "web-1",
    time: "2026-11-21T20:00:00.000Z",
    check: "oom_kill",
    resource: "memory",
    severity: "high",
    when: "now",
    culprit_kind: "process",
    culprit: "java",
    title: "The kernel killed java",
    ignored: false,
    ...more,
  };
}

describe("the filters of findings", () => {
  it("take what the address says, and nothing that is no severity or time", () => {
    const chosen = chosenOf({ severity: "worst", when: "now", host: "web-*", ignored: "only" });
    expect(chosen.wanted).toMatchObject({ severity: "", when: "now", host: "web-*" });
    expect(chosen.ignored).toBe("only");
  });

  it("leave ignored findings out unless they are asked for", () => {
    const both = [finding({}), finding({ id: "f2", ignored: true })];
    const ids = (ignored: string) => fitting(both, chosenOf({ ignored })).map((one) => one.id);
    expect(ids("")).toEqual(["f1"]);
    expect(ids("also")).toEqual(["f1", "f2"]);
    expect(ids("only")).toEqual(["f2"]);
  });

  it("find each word in title, culprit or host, in any case", () => {
    const both = [finding({}), finding({ id: "f2", host_name: "db-1", culprit: "postgres" })];
    const ids = (text: string) => fitting(both, chosenOf({ text })).map((one) => one.id);
    expect(ids("KERNEL db-1")).toEqual(["f2"]);
    expect(ids("java")).toEqual(["f1", "f2"]);
    expect(ids("nothing like it")).toEqual([]);
  });

  it("put the gravest first and the newer of two equals before the older", () => {
    const [low, old, fresh] = [
      finding({ id: "low", severity: "low" }),
      finding({ id: "old", time: "2026-11-20T20:00:00.000Z" }),
      finding({ id: "fresh" }),
    ];
    expect([low, old, fresh].sort(graver).map((one) => one.id)).toEqual(["fresh", "old", "low"]);
  });
});
