import { expect, it } from "vitest";
import { NOTHING_YET, withEvent } from "./following";
import { stagesOf, stepKey } from "./steps";

const at = (step: string) => withEvent(NOTHING_YET, "progress", { progress: 0.5, step });

it("goes from looking over judging to the specialists", () => {
  expect(stagesOf(NOTHING_YET).look).toBe("waiting");
  expect(stagesOf(at("looking at the host"))).toMatchObject({ look: "now", judge: "waiting" });
  expect(stagesOf(at("judging"))).toMatchObject({ look: "done", judge: "now", hear: "waiting" });
  const spoken = withEvent(at("judging"), "speaking", { role: "coordinator", letters: 1 });
  expect(stagesOf(spoken)).toMatchObject({ judge: "done", hear: "now" });
});

it("has done everything once the examination is kept", () => {
  expect(stagesOf(withEvent(at("judging"), "kept", {}))).toEqual({
    look: "done",
    judge: "done",
    hear: "done",
  });
});

it("knows no words for a step that it does not know", () => {
  expect(stepKey("brewing tea")).toBeNull();
  expect(stepKey("judging")).toBe("judging");
});
