import { expect, it } from "vitest";
import { ended, withEvent, type Job } from "./jobs";

const JOB = { id: "a", state: "running", progress: 0.1, step: "", host: "h" } as Job;

it("puts a live event of a job over what is known, and nothing of how it was sent", () => {
  const event = { event: "progress", of: { id: "h" }, id: "a", progress: 0.4, step: "disks" };
  expect(withEvent(JOB, "progress", event)).toEqual({ ...JOB, progress: 0.4, step: "disks" });
});

it("leaves a job alone that an event does not mean", () => {
  expect(withEvent(JOB, "state", { id: "b", state: "failed" })).toBe(JOB);
  expect(withEvent(JOB, "log", { id: "a", items: [] })).toBe(JOB);
});

it("knows which states are ends", () => {
  expect(["waiting", "running", "done", "failed", "cancelled"].filter(ended)).toEqual([
    "done",
    "failed",
    "cancelled",
  ]);
});
