import { describe, expect, it } from "vitest";
import type { Host } from "@/api/hosts";
import { newestOf, type Examination } from "@/api/standing";
import { counted, glancesOf, matching, sorted } from "./glance";

const NOW = Date.parse("2026-11-21T20:00:00Z");

function host(id: string, labels: Record<string, string> = {}): Host {
  return { id, name: id, labels, distribution: "Debian" } as Host;
}

function looked(id: string, score: number | null, time = "2026-11-21T19:00:00Z"): Examination {
  return { host: id, score, time, worst: "high" } as Examination;
}

describe("the overview", () => {
  it("calls no host well that nobody has looked at, or not today", () => {
    const hosts = [host("never"), host("old"), host("blind"), host("fresh")];
    const standing = newestOf([
      looked("old", 100, "2026-11-19T19:00:00Z"),
      looked("blind", null),
      looked("fresh", 100),
    ]);
    const glances = glancesOf(hosts, standing, NOW);
    expect(glances.map((one) => [one.health, one.why])).toEqual([
      ["unknown", "never"],
      ["unknown", "stale"],
      ["unknown", "tooLittle"],
      ["well", ""],
    ]);
    expect(counted(glances)).toEqual({ bad: 0, unknown: 3, fair: 0, well: 1 });
  });

  it("takes the newest of several examinations", () => {
    const standing = newestOf([looked("a", 40), looked("a", 99, "2026-11-21T18:00:00Z")]);
    expect(glancesOf([host("a")], standing, NOW)[0]?.score).toBe(40);
  });

  it("puts who suffers first, then who is unknown, then the rest by need", () => {
    const hosts = [host("well"), host("unknown"), host("bad"), host("fair")];
    const standing = newestOf([looked("well", 100), looked("bad", 20), looked("fair", 70)]);
    const names = sorted(glancesOf(hosts, standing, NOW), "worst").map((one) => one.host.name);
    expect(names).toEqual(["bad", "unknown", "fair", "well"]);
  });

  it("sorts names with numbers as people count", () => {
    const glances = glancesOf([host("web-10"), host("web-9")], newestOf([]), NOW);
    expect(sorted(glances, "name").map((one) => one.host.name)).toEqual(["web-9", "web-10"]);
  });

  it("finds hosts by name, label and health", () => {
    const hosts = [host("web-1", { role: "front" }), host("db-1", { role: "store" })];
    const glances = glancesOf(hosts, newestOf([looked("db-1", 10)]), NOW);
    expect(matching(glances, "role=front", "").map((one) => one.host.id)).toEqual(["web-1"]);
    expect(matching(glances, "", "bad").map((one) => one.host.id)).toEqual(["db-1"]);
  });
});
