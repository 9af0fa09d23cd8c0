import { expect, it } from "vitest";
import type { Report } from "@/api/report";
import { lostOf } from "./health";

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
