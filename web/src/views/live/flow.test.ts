import { expect, it } from "vitest";
import { Redraw } from "@/components/charts/redraw";
import { HostFlow } from "./flow";

function flowing() {
  const clock = { ms: 50_000 };
  const redraw = new Redraw({ next: () => undefined, later: () => undefined, nowMs: () => 0 });
  const flow = new HostFlow(300, () => clock.ms, redraw);
  const sample = (second: number, more: object = {}) =>
    flow.take({
      time: new Date(second * 1_000).toISOString(),
      numbers: { "cpu.runnable": second },
      processes: null,
      groups: null,
      ...more,
    });
  return { flow, clock, sample };
}

it("follows the host's own clock, not the reader's", () => {
  const { flow, sample } = flowing();
  for (let at = 1_000; at < 1_010; at += 1) sample(at);
  expect(flow.range()).toEqual([709, 1_009]);
});

it("is stale once samples stay away, and says for how long", () => {
  const { flow, clock, sample } = flowing();
  expect(flow.staleS()).toBe(0);
  for (let at = 1_000; at < 1_010; at += 1) sample(at);
  clock.ms += 3_000;
  expect(flow.staleS()).toBe(0);
  clock.ms += 9_000;
  expect(flow.staleS()).toBe(12);
  expect(flow.range()[1]).toBeCloseTo(1_009 + 11);
  sample(1_021);
  expect(flow.staleS()).toBe(0);
});

it("stands still while it is paused, and lacks nothing afterwards", () => {
  const { flow, sample } = flowing();
  sample(1_000);
  flow.pause(true);
  const still = flow.range();
  sample(1_001, { processes: [{ pid: 1 }] });
  expect(flow.range()).toEqual(still);
  expect(flow.look().processes).toBeNull();
  flow.pause(false);
  expect(flow.ring.read(["cpu.runnable"], 0)[1]).toEqual([1_000, 1_001]);
});

it("keeps the processes of the sample before where one comes without", () => {
  const { flow, sample } = flowing();
  sample(1_000, { processes: [{ pid: 1 }] });
  sample(1_001);
  expect(flow.look().processes).toEqual([{ pid: 1 }]);
});

it("asks for what is kept after a beginning and after a gap, and not for ever", () => {
  const { flow, sample } = flowing();
  expect(flow.due()).toBe(true);
  sample(1_000);
  expect([flow.due(), flow.due(), flow.due()]).toEqual([true, true, false]);
  flow.gap();
  expect(flow.due()).toBe(true);
});

it("passes over a sample without a time", () => {
  const { flow } = flowing();
  flow.take({ time: "never", numbers: { a: 1 } });
  expect(flow.ring.times).toEqual([]);
});
