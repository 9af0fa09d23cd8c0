import { expect, it } from "vitest";
import type { Cell, Evidence, Report, ReportFinding } from "@/api/report";
import { gravest, matrixOf, squareNamed, touches, unknownIn, valuesOf } from "./matrix";

function evidence(family: string, value: number | null, labels: Record<string, string> = {}) {
  return { family, value, labels, unit: "ratio", series: [] as Evidence["series"] } as Evidence;
}

function cell(resource: string, aspect: string, keys: string[], status = "measured"): Cell {
  return { resource, aspect, status, reason: "", evidence: keys };
}

function finding(change: Partial<ReportFinding>): ReportFinding {
  const usual = { resource: "cpu", aspect: "saturation", severity: "high", when: "now" };
  return { evidence: [] as string[], ...usual, ...change } as ReportFinding;
}

function report(change: Partial<Report>): Report {
  return { coverage: [], evidence: {}, findings: [], ...change } as unknown as Report;
}

const CPUS = {
  "cpu.utilization{cpu=0}": evidence("cpu.utilization", 0.99, { cpu: "0" }),
  "cpu.utilization{cpu=1}": evidence("cpu.utilization", 0.01, { cpu: "1" }),
  "cpu.utilization{cpu=all}": evidence("cpu.utilization", 0.5, { cpu: "all" }),
};

it("shows the whole where it was measured, and beside it the worst part", () => {
  const { value, worst } = valuesOf(cell("cpu", "utilization", Object.keys(CPUS)), CPUS);
  expect(value?.evidence.value).toBe(0.5);
  expect(worst?.member).toBe("CPU 0");
});

it("shows the worst part where there is no whole", () => {
  const disks = {
    a: evidence("disk.utilization", 0.2, { device: "vda" }),
    b: evidence("disk.utilization", 0.9, { device: "vdb" }),
  };
  const { value, worst } = valuesOf(cell("storage_io", "utilization", ["a", "b"]), disks);
  expect(value?.member).toBe("vdb");
  expect(worst).toBeNull();
});

it("takes a missing value for unknown, never for zero", () => {
  const missing = { a: evidence("disk.utilization", null, { device: "vda" }) };
  expect(valuesOf(cell("storage_io", "utilization", ["a", "gone"]), missing).value).toBeNull();
});

it("does not take the lines of a log that were read for errors", () => {
  const made = report({
    coverage: [cell("cpu", "errors", ["log.lines"])],
    evidence: { "log.lines": evidence("log.lines", 2000) },
  });
  expect(squareNamed(made, "cpu.errors")).toMatchObject({ kind: "proof", value: null });
});

it("takes only failures among the counters of a protocol", () => {
  const counters = {
    a: evidence("tcp.count", 242_688, { name: "ActiveOpens" }),
    b: evidence("tcp.count", 12, { name: "AttemptFails" }),
  };
  expect(valuesOf(cell("tcp", "errors", ["a", "b"]), counters).value?.member).toBe("AttemptFails");
});

it("puts the main resources first and in one order, whatever the report's", () => {
  const made = matrixOf(
    report({
      coverage: ["udp", "network_interface", "tcp", "memory_capacity", "cpu"].map((one) =>
        cell(one, "errors", []),
      ),
    }),
  );
  expect(made.main.map((row) => row.resource)).toEqual([
    "cpu",
    "memory_capacity",
    "network_interface",
  ]);
  expect(made.rest.map((row) => row.resource)).toEqual(["udp", "tcp"]);
});

it("colours a cell by the gravest finding that harms it now, not by one of the past", () => {
  const made = report({
    coverage: [cell("cpu", "saturation", [])],
    findings: [
      finding({ id: "a", severity: "low" }),
      finding({ id: "b", severity: "medium" }),
      finding({ id: "c", severity: "critical", when: "past" }),
    ],
  });
  const square = squareNamed(made, "cpu.saturation");
  expect(square?.severity).toBe("medium");
  expect(square?.past.map((one) => one.id)).toEqual(["c"]);
});

it("says unknown of what could not be measured even where a finding touches it", () => {
  const made = report({
    coverage: [cell("storage_capacity", "saturation", [], "not_supported")],
    findings: [finding({ resource: "filesystem" })],
  });
  expect(squareNamed(made, "storage_capacity.saturation")).toMatchObject({
    kind: "unknown",
    severity: "high",
  });
});

it("finds a finding's row by what it is about, and rows of their own by its evidence", () => {
  const memory = finding({
    resource: "memory",
    evidence: ["pressure.some_share{resource=memory}"],
  });
  const rests = ["pressure.some_share{resource=memory}"];
  expect(touches(memory, cell("memory_capacity", "saturation", []))).toBe(true);
  expect(touches(memory, cell("pressure", "saturation", rests))).toBe(true);
  expect(touches(memory, cell("task_capacity", "saturation", rests))).toBe(false);
  expect(touches(memory, cell("memory_capacity", "errors", []))).toBe(false);
});

it("puts latency to saturation, for which it stands", () => {
  const slow = finding({ resource: "disk", aspect: "latency" });
  expect(touches(slow, cell("storage_io", "saturation", []))).toBe(true);
});

it("gives no severity to nothing", () => {
  expect(gravest([null, null])).toBeNull();
  expect(gravest(["low", null, "critical"])).toBe("critical");
});

it("counts what is unknown", () => {
  const { main, rest } = matrixOf(
    report({
      coverage: [
        cell("cpu", "errors", [], "no_permission"),
        cell("cpu", "saturation", []),
        cell("udp", "errors", [], "virtual"),
      ],
    }),
  );
  expect([unknownIn(main), unknownIn(rest)]).toEqual([1, 1]);
});
