/** What single families of evidence mean in a cell of the USE matrix. */
import type { Evidence } from "@/api/report";

/** Evidence that something was looked through; its number is no amount of trouble. */
export const PROOFS: ReadonlySet<string> = new Set(["log.lines", "cgroup.count", "process.count"]);

/** Evidence that is a yes or no. */
export const YES_OR_NO: ReadonlySet<string> = new Set(["clock.synchronised"]);

/** Families with words of their own: keys below `family` in the words. */
export const SAID: ReadonlySet<string> = new Set([
  "cpu.utilization",
  "pressure.some_share",
  "memory.utilization",
  "memory.swap_in",
  "memory.oom_kills",
  "interface.drops",
  "interface.errors",
  "interface.utilization",
  "disk.utilization",
  "disk.queue",
  "disk.await",
  "filesystem.used_share",
  "filesystem.answer_time",
  "limits.share",
  "log.lines",
  "cgroup.count",
  "process.count",
  "conntrack.use",
  "softnet.squeezed",
  "clock.synchronised",
  "runtime.heap_share",
  "tcp.count",
  "udp.count",
]);

/** Counters of the network's protocols that tell of failures, by their names. */
const FAILS = /fail|err|reset|retrans|drop|noport|overflow|timeout|prune/i;

/** Whether a piece of evidence may be the worst of a cell: many counters tell of ordinary work. */
export function tellsOfTrouble(one: Evidence): boolean {
  if (PROOFS.has(one.family)) return false;
  const counter = one.labels["name"];
  return !/^(tcp|udp)\.count$/.test(one.family) || (counter !== undefined && FAILS.test(counter));
}

/** What a piece of evidence is of: `vda`, `/`, `eth0`; `all` stands for the whole. */
export function member(one: Evidence): string {
  return Object.entries(one.labels)
    .filter(([name]) => name !== "namespace" && name !== "resource" && name !== "table")
    .map(([name, value]) => (name === "cpu" && value !== "all" ? `CPU ${value}` : value))
    .join(" · ");
}
