import { describe, expect, it } from "vitest";
import { definitionOf, formOf, newRule, NEW, type ConditionForm } from "./definition";

const SLOW_DISK = {
  name: "storage_keeper",
  mandate: "Say which disks answer too slowly.",
  resources: ["disk"],
  aspects: ["latency"],
  evidence: ["disk.await"],
  rules: [
    {
      id: "slow_disk",
      when: [
        { evidence: "disk.await", above: 0.02 },
        { evidence: "disk.queue", above: 1, below: 9 },
        { evidence: "disk.scheduler", is: "none" },
      ],
      say: "{device} takes {disk.await}.",
      severity: "high",
      stance: "opposes",
      confidence: 90,
      about: "disk_slow",
    },
  ],
};

describe("a definition", () => {
  it("comes back from the form as it went in", () => {
    expect(definitionOf(formOf(SLOW_DISK))).toEqual(SLOW_DISK);
  });

  it("has of a condition only what its comparison needs", () => {
    const condition: ConditionForm = {
      evidence: " disk.await ",
      comparison: "below",
      above: 5,
      below: 2,
      text: "left over",
    };
    const rule = { ...newRule([]), when: [condition] };
    expect(definitionOf({ ...NEW, rules: [rule] }).rules?.[0]?.when).toEqual([
      { evidence: "disk.await", below: 2 },
    ]);
  });

  it("is read from a file of any content: what is no definition leaves fields empty", () => {
    expect(formOf(null)).toEqual({ ...NEW, rules: [] });
    const odd = formOf({
      name: 7,
      resources: ["disk", "moon"],
      rules: [{ when: { evidence: "x" } }, 3],
    });
    expect(odd.name).toBe("");
    expect(odd.resources).toEqual(["disk"]);
    expect(odd.rules).toHaveLength(2);
    expect(odd.rules[0]).toMatchObject({ id: "rule_1", severity: "medium", confidence: 70 });
    expect(odd.rules[0]?.when[0]).toMatchObject({ evidence: "x", comparison: "above" });
  });

  it("gives each new rule an id of its own", () => {
    const first = newRule([]);
    const third = newRule([first, { ...first, id: "rule_3" }]);
    expect([first.id, third.id]).toEqual(["rule_1", "rule_4"]);
  });
});
