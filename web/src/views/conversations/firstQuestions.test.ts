import { expect, it } from "vitest";
import type { Report, ReportFinding } from "@/api/report";
import { conversationOf } from "./queries";
import { suggestionsOf, topFindings } from "./firstQuestions";

function finding(id: string, more: Partial<ReportFinding>): ReportFinding {
  return { id, title: id, when: "now", standing: false, severity: "low", ...more } as ReportFinding;
}

const REPORT = {
  findings: [
    finding("low", { severity: "low", resource: "disk" }),
    finding("past", { severity: "critical", when: "past", resource: "network" }),
    finding("standing", { severity: "critical", standing: true, resource: "security" }),
    finding("high", { severity: "high", resource: "cpu", title: "high\n" }),
  ],
  coverage: [{ status: "no_permission" }],
} as Report;

it("asks first why the gravest of what harms now is so", () => {
  expect(topFindings(REPORT, 5).map((one) => one.id)).toEqual(["high", "low"]);
  expect(suggestionsOf(REPORT).slice(0, 2)).toEqual([
    { kind: "why", title: "high" },
    { kind: "why", title: "low" },
  ]);
});

it("asks why not of a resource that was suspected and not found, and what is unknown", () => {
  expect(suggestionsOf(REPORT)).toContainEqual({ kind: "whyNot", resource: "memory" });
  expect(suggestionsOf(REPORT)).toContainEqual({ kind: "unmeasured" });
});

it("asks nothing of unknown things where all was measured", () => {
  const calm = { findings: [], coverage: [{ status: "measured" }] } as unknown as Report;
  expect(suggestionsOf(calm)).toEqual([{ kind: "first" }, { kind: "whyNot", resource: "cpu" }]);
});

it("knows in which conversation the answer will stand", () => {
  expect(conversationOf("/api/v1/conversations/01a1-f?examination=d5")).toBe("01a1-f");
  expect(conversationOf("/elsewhere")).toBe("");
});
