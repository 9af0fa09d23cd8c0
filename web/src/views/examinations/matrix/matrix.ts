/** The USE matrix of a report: for each resource and aspect what was seen, the worst first. */
import { SEVERITIES, type Cell, type Evidence, type Report } from "@/api/report";
import type { ReportFinding, SeverityName } from "@/api/report";
import { member, PROOFS, tellsOfTrouble, YES_OR_NO } from "./families";

/** The rows that are seen at once; the others follow on demand. */
export const MAIN: readonly string[] = [
  "cpu",
  "memory_capacity",
  "storage_io",
  "storage_capacity",
  "network_interface",
  "task_capacity",
  "file_descriptors",
];

export const USE: readonly string[] = ["utilization", "saturation", "errors"];

/** In which row a finding about a resource of ours stands; the checklist has names of its own. */
const HOME: Readonly<Record<string, string>> = {
  cpu: "cpu",
  memory: "memory_capacity",
  swap: "memory_capacity",
  disk: "storage_io",
  filesystem: "storage_capacity",
  network: "network_interface",
  tasks: "task_capacity",
  descriptors: "file_descriptors",
  time: "time",
};

/** Aspects that have no column of their own in most rows. */
const INSTEAD: Readonly<Record<string, string>> = {
  latency: "saturation",
  capacity: "utilization",
};

/** One value with what it is of. */
export interface Value {
  key: string;
  evidence: Evidence;
  /** Of what: a device, a mount; empty where there is but one. */
  member: string;
}

export type Kind =
  /** A value was measured. */
  | "value"
  /** It was looked through, and what would be counted is told by findings alone. */
  | "proof"
  /** It could not be measured. */
  | "unknown";

export interface Square {
  /** `cpu.utilization`: its name in the address. */
  id: string;
  resource: string;
  aspect: string;
  kind: Kind;
  cell: Cell;
  /** The value that stands for the cell. */
  value: Value | null;
  /** The worst single member, where the value is of all of them. */
  worst: Value | null;
  /** What harms now and belongs here, in the report's order. */
  findings: ReportFinding[];
  /** What was before the window and belongs here. */
  past: ReportFinding[];
  severity: SeverityName | null;
}

export interface Row {
  resource: string;
  /** By aspect; what the checklist does not ask of a resource is missing. */
  squares: Readonly<Record<string, Square>>;
  severity: SeverityName | null;
}

/** Make the matrix: the main rows first and in their order, then the others as the report has them. */
export function matrixOf(report: Report): { main: Row[]; rest: Row[] } {
  const rows = new Map<string, Record<string, Square>>();
  for (const cell of report.coverage) {
    const row = rows.get(cell.resource) ?? {};
    row[cell.aspect] = squareOf(cell, report);
    rows.set(cell.resource, row);
  }
  const made = (resource: string): Row => {
    const squares = rows.get(resource) ?? {};
    return {
      resource,
      squares,
      severity: gravest(Object.values(squares).map((one) => one.severity)),
    };
  };
  const names = [...rows.keys()];
  return {
    main: MAIN.filter((one) => rows.has(one)).map(made),
    rest: names.filter((one) => !MAIN.includes(one)).map(made),
  };
}

/** Give a cell by its name in the address; null where there is none. */
export function squareNamed(report: Report, id: string): Square | null {
  const cell = report.coverage.find((one) => `${one.resource}.${one.aspect}` === id);
  return cell ? squareOf(cell, report) : null;
}

function squareOf(cell: Cell, report: Report): Square {
  const touching = report.findings.filter((one) => touches(one, cell));
  const findings = touching.filter((one) => one.when === "now");
  const { value, worst } = valuesOf(cell, report.evidence);
  const known = cell.status === "measured";
  return {
    id: `${cell.resource}.${cell.aspect}`,
    resource: cell.resource,
    aspect: cell.aspect,
    kind: !known ? "unknown" : value ? "value" : "proof",
    cell,
    value,
    worst,
    findings,
    past: touching.filter((one) => one.when !== "now"),
    severity: gravest(findings.map((one) => one.severity)),
  };
}

/** Whether a finding belongs to a cell: by what it is about, else by the evidence it rests on. */
export function touches(finding: ReportFinding, cell: Cell): boolean {
  const aspect = INSTEAD[finding.aspect] ?? finding.aspect;
  if (aspect !== cell.aspect && finding.aspect !== cell.aspect) return false;
  if (HOME[finding.resource] === cell.resource) return true;
  if (MAIN.includes(cell.resource)) return false;
  return cell.evidence.some((key) => finding.evidence.includes(key) && !proves(key));
}

function proves(key: string): boolean {
  return PROOFS.has(key.split("{", 1)[0] ?? "");
}

/** Give what stands for a cell: the value of the whole where there is one, else the worst member. */
export function valuesOf(
  cell: Cell,
  evidence: Readonly<Record<string, Evidence>>,
): { value: Value | null; worst: Value | null } {
  const values = cell.evidence.flatMap((key): Value[] => {
    const one = evidence[key];
    if (!one || one.value === null || !tellsOfTrouble(one)) return [];
    return [{ key, evidence: one, member: member(one) }];
  });
  const whole = values.find((one) => one.member === "all") ?? null;
  const members = values.filter((one) => one !== whole);
  const worst = members.reduce<Value | null>(
    (most, one) => (most === null || badness(one) > badness(most) ? one : most),
    null,
  );
  return whole ? { value: whole, worst } : { value: worst, worst: null };
}

/** How bad a value is among those of its cell: more is worse, and of a yes or no the no. */
function badness({ evidence }: Value): number {
  const value = evidence.value ?? 0;
  return YES_OR_NO.has(evidence.family) ? -value : value;
}

/** Give the gravest of some severities; null where there is none. */
export function gravest(some: readonly (SeverityName | null)[]): SeverityName | null {
  return SEVERITIES.find((one) => some.includes(one)) ?? null;
}

/** How many cells of some rows are unknown. */
export function unknownIn(rows: readonly Row[]): number {
  return rows.flatMap((row) => Object.values(row.squares)).filter((one) => one.kind === "unknown")
    .length;
}
