import { expect, it } from "vitest";
import type { Report } from "@/api/report";
import { gradeOf, lostOf } from "./health";

it("calls a host healthy by its score, and unknown where there is none", () => {
  expect([100, 90, 89, 70, 40, 39, 0].map(gradeOf)).toEqual([
    "good",
    "good",
    "fair",
    "fair",
    "poor",
    "bad",
    "bad",
  ]);
  expect(gradeOf(null)).toBe("unknown");
});

it("tells what cost most points first, by the finding's title", () => {
  const report = {
    health: {
      lost: [
        { check: "a", points: 2, finding: "1" },
        { check: "b", points: 20, finding: "2" },
      ],
    },
    findings: [{ id: "2", title: "The disk is full" }],
  } as unknown as Report;
  expect(lostOf(report)).toEqual([
    { finding: "2", points: 20, title: "The disk is full" },
    { finding: "1", points: 2, title: "a" },
  ]);
});
