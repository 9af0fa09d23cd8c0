import { expect, it } from "vitest";
import type { Report } from "@/api/report";
import { startOf } from "./first";

function report(change: object): Report {
  return {
    verdict: { start: "", headline: "The disk is full" },
    recommendations: [],
    findings: [{ id: "f1" }],
    ...change,
  } as unknown as Report;
}

it("starts with the panel's sentence, else with the headline", () => {
  expect(startOf(report({})).sentence).toBe("The disk is full");
  const verdict = { start: "Begin with vda.", headline: "The disk is full" };
  expect(startOf(report({ verdict })).sentence).toBe("Begin with vda.");
});

it("takes the first step by its priority, and looks before it changes", () => {
  const look = [{ words: ["df", "-h"], input: "", why: "" }];
  const change = [{ words: ["rm", "x"], input: "", why: "" }];
  const start = startOf(
    report({
      recommendations: [
        { priority: 2, items: ["f2"], look: [], change },
        { priority: 1, items: ["f1"], look, change },
      ],
    }),
  );
  expect(start.finding).toBe("f1");
  expect(start.command?.words).toEqual(["df", "-h"]);
});

it("has no step where nothing is recommended", () => {
  expect(startOf(report({ findings: [] }))).toMatchObject({
    step: null,
    command: null,
    finding: "",
  });
});
