import { describe, expect, it } from "vitest";
import { reached, type Plan } from "./queries";

const PLAN = {} as Plan;
const LINE = { time: "", line: "building" };

describe("the states of a task", () => {
  it("are passed one after the other", () => {
    expect(reached({ state: "executing", plan: PLAN, log: [LINE] })).toEqual({
      idle: "passed",
      building: "passed",
      executing: "current",
      done: "coming",
    });
    expect(Object.values(reached({ state: "done", plan: PLAN, log: [] }))).toEqual(
      Array(4).fill("passed"),
    );
  });

  it("show where one stopped that failed or was cancelled", () => {
    expect(reached({ state: "failed", plan: null, log: [LINE] }).building).toBe("stopped");
    expect(reached({ state: "cancelled", plan: null, log: [] }).idle).toBe("stopped");
    expect(reached({ state: "failed", plan: PLAN, log: [LINE] })).toMatchObject({
      executing: "stopped",
      done: "coming",
    });
  });
});
