import { describe, expect, it } from "vitest";
import type { Job } from "@/api/jobs";
import { lasted, resultPlace, wantedOf, withJobEvent, type JobPages } from "./queries";

const job = (id: string) => ({ id, state: "running", progress: 0 }) as Job;
const PAGES: JobPages = {
  pages: [
    { items: [job("a")], next: "x" },
    { items: [job("b")], next: null },
  ],
  pageParams: ["", "x"],
};

describe("the filters of jobs", () => {
  it("stand in the address, and a state that is none is passed over", () => {
    expect(wantedOf({ state: "failed,nonsense,waiting", kind: "ask" })).toEqual({
      states: ["waiting", "failed"],
      kind: "ask",
      host: "",
      schedule: "",
    });
  });
});

describe("a live event of a job", () => {
  it("changes its line alone", () => {
    const next = withJobEvent(PAGES, "progress", { id: "b", progress: 0.5 });
    expect(next?.pages[1]?.items[0]?.progress).toBe(0.5);
    expect(next?.pages[0]).toBe(PAGES.pages[0]);
  });

  it("has the list asked for anew where the job is not in it", () => {
    expect(withJobEvent(PAGES, "state", { id: "c", state: "waiting" })).toBeNull();
    expect(withJobEvent(PAGES, "state", null)).toBeNull();
  });
});

describe("a job", () => {
  it("leads to what came of it", () => {
    expect(resultPlace({ id: "a", kind: "examine" })).toBe("/examinations/a");
    expect(resultPlace({ id: "a", kind: "task" })).toBe("/tasks/a");
    const payload = { examination: "e/1", conversation: "c" };
    expect(resultPlace({ id: "a", kind: "ask", payload })).toBe(
      "/examinations/e%2F1/ask?conversation=c",
    );
    expect(resultPlace({ id: "a", kind: "other" })).toBe("");
  });

  it("has lasted until it ended, or until now", () => {
    const start = "2026-11-21T10:00:00Z";
    expect(lasted(start, "2026-11-21T10:00:30Z", 0)).toBe(30);
    expect(lasted(start, null, Date.parse("2026-11-21T10:00:05Z"))).toBe(5);
    expect(lasted(null, null, 0)).toBeNull();
  });
});
