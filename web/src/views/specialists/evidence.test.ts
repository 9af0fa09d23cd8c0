import { describe, expect, it } from "vitest";
import type { Report } from "@/api/report";
import { NEW_CONDITION, newRule } from "./definition";
import { measuredOf, namesOf, placesOf } from "./evidence";

const one = (family: string, value: number | null, labels: Record<string, string>) => ({
  family,
  value,
  unit: "s",
  labels,
});
const REPORT = {
  evidence: {
    "disk.await{device=vda}": one("disk.await", 0.001, { device: "vda" }),
    "disk.await{device=vdb}": one("disk.await", 0.004, { device: "vdb" }),
    "load.time": one("load.time", null, {}),
  },
} as unknown as Report;

describe("names of evidence", () => {
  it("are families first, then single keys", () => {
    expect(namesOf(REPORT)).toEqual([
      "disk.await",
      "load.time",
      "disk.await{device=vda}",
      "disk.await{device=vdb}",
    ]);
    expect(namesOf(undefined)).toEqual([]);
  });

  it("tell what was measured, in the unit of their limits", () => {
    expect(measuredOf(REPORT, "disk.await")).toEqual({
      unit: "s",
      values: "1 ms – 4 ms",
      count: 2,
    });
    expect(measuredOf(REPORT, "disk.await{device=vda}")?.values).toBe("1 ms");
    expect(measuredOf(REPORT, "load.time")).toEqual({ unit: "s", values: "", count: 1 });
    expect(measuredOf(REPORT, "nothing")).toBeNull();
  });

  it("give the places that a rule's words may have", () => {
    const when = [
      { ...NEW_CONDITION, evidence: "disk.await{device=vda}" },
      { ...NEW_CONDITION, evidence: "load.time" },
    ];
    const rule = { ...newRule([]), when };
    expect(placesOf(REPORT, rule)).toEqual(["disk.await", "load.time", "device", "limit"]);
    const text = {
      ...rule,
      when: [{ ...NEW_CONDITION, evidence: "a", comparison: "is" as const }],
    };
    expect(placesOf(REPORT, text)).toEqual(["a"]);
  });
});
