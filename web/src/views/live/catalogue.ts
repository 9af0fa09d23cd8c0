/** Which charts there are, and which series of a host each of them shows. */
import { partsOf } from "@/lib/series";

export interface Line {
  label: string;
  key: string;
}

export interface Panel {
  /** Its words: `panel.ID.title`, `.text` and `.absent`. */
  id: string;
  unit: string;
  stacked?: boolean;
  most?: number;
  atLeast?: number;
  threshold?: number;
  lines: (keys: readonly string[]) => Line[];
}

export interface Section {
  id: "cpu" | "pressure" | "memory" | "disk" | "network" | "filesystem";
  /** What the server is asked for to draw it from what is kept. */
  matches: readonly string[];
  panels: Panel[];
}

/** Lines of one chart: of hosts with more devices than that the first by name. */
const MOST_LINES = 8;

type Label = (labels: Readonly<Record<string, string>>) => string;

/** Give the series of some families, in the families' order. */
function of(families: Readonly<Record<string, Label | string>>, most = MOST_LINES) {
  return (keys: readonly string[]): Line[] =>
    Object.entries(families)
      .flatMap(([family, label]) =>
        keys.flatMap((key): Line[] => {
          const parts = partsOf(key);
          if (parts.family !== family) return [];
          const made = typeof label === "string" ? label : label(parts.labels);
          return made ? [{ key, label: made }] : [];
        }),
      )
      .sort((one, other) => one.label.localeCompare(other.label, "en", { numeric: true }))
      .slice(0, most);
}

const MODES = ["user", "nice", "system", "irq", "softirq", "steal", "iowait"];

function modes(keys: readonly string[]): Line[] {
  const known = new Set(keys);
  return MODES.map((mode) => ({ label: mode, key: `cpu.mode_share{cpu=all,mode=${mode}}` })).filter(
    ({ key }) => known.has(key),
  );
}

const cpu: Label = ({ cpu: name = "" }) => (name === "all" ? "" : `CPU ${name}`);
const labelled =
  (label: string, word = ""): Label =>
  (labels) =>
    `${labels[label] ?? ""} ${word}`.trim();

function pressure(resource: string): Panel["lines"] {
  const one =
    (word: string): Label =>
    (labels) =>
      labels["resource"] === resource ? word : "";
  return of({ "pressure.some_share": one("some"), "pressure.full_share": one("full") });
}

const A_LITTLE = 0.05;

export const SECTIONS: readonly Section[] = [
  {
    id: "cpu",
    matches: ["cpu.*", "load.*"],
    panels: [
      { id: "modes", unit: "ratio", stacked: true, most: 1, lines: modes },
      { id: "cpus", unit: "ratio", most: 1, lines: of({ "cpu.utilization": cpu }) },
      {
        id: "queue",
        unit: "count",
        atLeast: 2,
        lines: of({
          "cpu.runnable": "runnable",
          "load.running": "running",
          "load.blocked": "blocked",
        }),
      },
      {
        id: "load",
        unit: "count",
        atLeast: 1,
        lines: of({ "load.average": ({ minutes = "" }) => `${minutes} min` }),
      },
      { id: "switches", unit: "per_s", lines: of({ "cpu.switch_rate": "context switches" }) },
      { id: "forks", unit: "per_s", atLeast: 5, lines: of({ "cpu.fork_rate": "new tasks" }) },
    ],
  },
  {
    id: "pressure",
    matches: ["pressure.*"],
    panels: [
      { id: "pressureCpu", unit: "ratio", atLeast: A_LITTLE, lines: pressure("cpu") },
      { id: "pressureMemory", unit: "ratio", atLeast: A_LITTLE, lines: pressure("memory") },
      { id: "pressureIo", unit: "ratio", atLeast: A_LITTLE, lines: pressure("io") },
    ],
  },
  {
    id: "memory",
    matches: ["memory.*"],
    panels: [
      { id: "memory", unit: "ratio", most: 1, lines: of({ "memory.utilization": "in use" }) },
      { id: "available", unit: "bytes", lines: of({ "memory.available": "available" }) },
      {
        id: "swap",
        unit: "per_s",
        atLeast: 1,
        lines: of({ "memory.swap_in": "pages in", "memory.swap_out": "pages out" }),
      },
      {
        id: "faults",
        unit: "per_s",
        atLeast: 1,
        lines: of({
          "memory.major_faults": "major faults",
          "memory.refaults": "refaults",
        }),
      },
      {
        id: "reclaim",
        unit: "per_s",
        atLeast: 1,
        lines: of({
          "memory.direct_reclaim": "direct reclaim",
          "memory.compaction_stalls": "compaction stalls",
        }),
      },
      {
        id: "kinds",
        unit: "ratio",
        lines: of({
          "memory.shmem_share": "shared memory",
          "memory.slab_share": "kernel (slab)",
          "memory.dirty_share": "not yet written",
        }),
      },
    ],
  },
  {
    id: "disk",
    matches: ["disk.*"],
    panels: [
      {
        id: "throughput",
        unit: "bytes_per_s",
        lines: of({
          "disk.read_bandwidth": labelled("device", "read"),
          "disk.write_bandwidth": labelled("device", "write"),
        }),
      },
      {
        id: "iops",
        unit: "per_s",
        lines: of({
          "disk.read_rate": labelled("device", "read"),
          "disk.write_rate": labelled("device", "write"),
          "disk.flush_rate": labelled("device", "flush"),
        }),
      },
      {
        id: "utilization",
        unit: "ratio",
        most: 1,
        lines: of({ "disk.utilization": labelled("device") }),
      },
      {
        id: "await",
        unit: "s",
        lines: of({
          "disk.read_await": labelled("device", "read"),
          "disk.write_await": labelled("device", "write"),
          "disk.flush_await": labelled("device", "flush"),
        }),
      },
      { id: "waiting", unit: "count", atLeast: 1, lines: of({ "disk.queue": labelled("device") }) },
      { id: "size", unit: "bytes", lines: of({ "disk.request_size": labelled("device") }) },
    ],
  },
  {
    id: "network",
    matches: ["interface.*", "sockstat.*"],
    panels: [
      {
        id: "traffic",
        unit: "bytes_per_s",
        lines: of({
          "interface.receive_rate": labelled("interface", "received"),
          "interface.send_rate": labelled("interface", "sent"),
        }),
      },
      {
        id: "lost",
        unit: "count",
        atLeast: 1,
        lines: of({
          "interface.drops": labelled("interface", "dropped"),
          "interface.errors": labelled("interface", "errors"),
        }),
      },
      {
        id: "sockets",
        unit: "count",
        lines: of({
          "sockstat.count": ({ protocol = "", state = "" }) => `${protocol} ${state}`,
        }),
      },
    ],
  },
  {
    id: "filesystem",
    matches: ["filesystem.*"],
    panels: [
      {
        id: "space",
        unit: "ratio",
        most: 1,
        lines: of({
          "filesystem.used_share": labelled("mount", "space"),
          "filesystem.inodes_share": labelled("mount", "inodes"),
        }),
      },
      {
        id: "room",
        unit: "bytes",
        lines: of({ "filesystem.available": labelled("mount") }),
      },
      {
        id: "filling",
        unit: "bytes_per_s",
        lines: of({ "filesystem.fill_rate": labelled("mount") }),
      },
    ],
  },
];
