import { expect, it } from "vitest";
import type { Report } from "@/api/report";
import { NOTHING_YET, withEvent } from "../following";
import { heardOf } from "./heard";

const report = {
  absent: { security_analyst: "no answer" },
  opinions: [{ specialist: "coordinator" }, { specialist: "coordinator" }],
} as unknown as Pick<Report, "absent" | "opinions">;

it("tells live of who speaks", () => {
  const followed = withEvent(NOTHING_YET, "speaking", { role: "coordinator", letters: 9 });
  expect(heardOf("coordinator", followed, undefined).state).toBe("speaking");
  expect(heardOf("cost_optimizer", followed, undefined).state).toBe("waiting");
});

it("tells from the report what each came to, and who was absent and why", () => {
  expect(heardOf("coordinator", NOTHING_YET, report)).toMatchObject({
    state: "spoke",
    opinions: 2,
  });
  expect(heardOf("security_analyst", NOTHING_YET, report)).toMatchObject({
    state: "absent",
    reason: "no answer",
  });
});
