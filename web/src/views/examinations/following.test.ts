import { expect, it } from "vitest";
import { endedInVain, fromSnapshot, NOTHING_YET, withEvent } from "./following";

it("begins where the server is: at its job, or at what is kept", () => {
  const job = { state: "running", progress: 0.4, step: "judging" };
  expect(fromSnapshot({ job })).toMatchObject({ state: "running", progress: 0.4, kept: false });
  expect(fromSnapshot({ examination: { id: "x" } })).toMatchObject({ progress: 1, kept: true });
});

it("never goes back, however late an event comes", () => {
  const far = withEvent(NOTHING_YET, "progress", { progress: 0.8, step: "judging" });
  expect(withEvent(far, "progress", { progress: 0.3, step: "" })).toMatchObject({
    progress: 0.8,
    step: "judging",
  });
});

it("lets each specialist speak, be heard, or be absent with the reason", () => {
  const spoken = [
    ["speaking", { role: "coordinator", letters: 40 }],
    ["spoke", { role: "coordinator", opinions: 3 }],
    ["absent", { role: "security_analyst", reason: "no answer in 30 s" }],
  ] as const;
  const made = spoken.reduce((one, [event, data]) => withEvent(one, event, data), NOTHING_YET);
  expect(made.voices["coordinator"]).toMatchObject({ state: "spoke", opinions: 3, letters: 40 });
  expect(made.voices["security_analyst"]).toMatchObject({
    state: "absent",
    reason: "no answer in 30 s",
  });
});

it("tells an end in vain from one with an examination", () => {
  expect(endedInVain(withEvent(NOTHING_YET, "state", { state: "failed" }))).toBe(true);
  expect(endedInVain(withEvent(NOTHING_YET, "kept", {}))).toBe(false);
});

it("passes over what it does not know", () => {
  expect(withEvent(NOTHING_YET, "log", { items: [] })).toBe(NOTHING_YET);
  expect(fromSnapshot(null)).toEqual(NOTHING_YET);
});
