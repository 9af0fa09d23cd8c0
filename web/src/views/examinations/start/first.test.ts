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

it("starts at the finding that the coordinator names, else by the headline", () => {
  expect(startOf(report({})).sentence).toBe("The disk is full");
  const findings = [
    { id: "f1", title: "One" },
    { id: "f2", title: "The memory is full" },
  ];
  const recommendations = [
    { priority: 1, items: ["f1"], look: [], change: [] },
    { priority: 2, items: ["f2"], look: [], change: [] },
  ];
  const verdict = { start: "f2", headline: "The disk is full" };
  const start = startOf(report({ verdict, findings, recommendations }));
  expect(start).toMatchObject({ sentence: "The memory is full", finding: "f2" });
  expect(start.step?.priority).toBe(2);
});

it("never shows the name of a finding that the report does not hold", () => {
  const verdict = { start: "4ab21cf454939908", headline: "The disk is full" };
  expect(startOf(report({ verdict })).sentence).toBe("The disk is full");
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
