import { expect, it } from "vitest";
import { SECTIONS } from "./catalogue";
import en from "./words/en.json";

const panel = (id: string) => SECTIONS.flatMap((one) => one.panels).find((one) => one.id === id);

it("has a sentence for each chart, and for why it is empty", () => {
  const panels: Record<string, unknown> = en.panel;
  for (const { id } of SECTIONS.flatMap((one) => one.panels))
    expect(panels[id], id).toEqual({
      title: expect.any(String) as string,
      text: expect.any(String) as string,
      absent: expect.any(String) as string,
    });
});

it("stacks the modes of all CPUs together, without the idle one", () => {
  const lines = panel("modes")?.lines([
    "cpu.mode_share{cpu=all,mode=system}",
    "cpu.mode_share{cpu=all,mode=user}",
    "cpu.mode_share{cpu=all,mode=idle}",
    "cpu.mode_share{cpu=0,mode=user}",
  ]);
  expect(lines?.map((one) => one.label)).toEqual(["user", "system"]);
});

it("orders CPUs as people count, and shows eight at most", () => {
  const keys = Array.from({ length: 12 }, (_, at) => `cpu.utilization{cpu=${11 - at}}`);
  const labels = panel("cpus")
    ?.lines([...keys, "cpu.utilization{cpu=all}"])
    .map((one) => one.label);
  expect(labels).toHaveLength(8);
  expect(labels?.slice(0, 3)).toEqual(["CPU 0", "CPU 1", "CPU 2"]);
});

it("shows nothing where the host tells nothing", () => {
  expect(panel("pressureIo")?.lines(["cpu.runnable"])).toEqual([]);
});
