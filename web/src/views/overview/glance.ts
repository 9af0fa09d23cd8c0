/** All hosts at a glance: how each stands, and what that comes to. */
import type { Host } from "@/api/hosts";
import { SEVERITIES, type SeverityName } from "@/api/report";
import type { Examination, Standing } from "@/api/standing";
import { healthOf, type Health } from "@/components/Score";
import { isStale } from "@/lib/stale";

export type Why = "" | "never" | "stale" | "tooLittle";

export interface Glance {
  host: Host;
  newest: Examination | null;
  /** What counts now: null where nothing is known of now, whatever was known once. */
  score: number | null;
  health: Health;
  /** Why the health is unknown. */
  why: Why;
  worst: SeverityName | "";
}

/** Look at each host; a score that is too old is no health. */
export function glancesOf(hosts: readonly Host[], standing: Standing, nowMs: number): Glance[] {
  return hosts.map((host) => {
    const newest = standing.get(host.id) ?? null;
    const why = whyUnknown(newest, nowMs);
    const score = why ? null : (newest?.score ?? null);
    const worst = newest?.worst as SeverityName;
    return {
      host,
      newest,
      score,
      health: healthOf(score),
      why,
      worst: SEVERITIES.includes(worst) ? worst : "",
    };
  });
}

function whyUnknown(newest: Examination | null, nowMs: number): Why {
  if (!newest) return "never";
  if (isStale(newest.time, nowMs)) return "stale";
  return newest.score === null ? "tooLittle" : "";
}

export const ORDERS = ["worst", "name", "seen"] as const;
export type Order = (typeof ORDERS)[number];

/** Sort: who suffers most first, then who is unknown, then the rest. */
export function sorted(glances: readonly Glance[], order: Order): Glance[] {
  const byName = (one: Glance, other: Glance) =>
    one.host.name.localeCompare(other.host.name, undefined, { numeric: true });
  const by: Record<Order, (one: Glance, other: Glance) => number> = {
    name: byName,
    seen: (one, other) =>
      (one.newest?.time ?? "").localeCompare(other.newest?.time ?? "") || byName(one, other),
    worst: (one, other) => need(one) - need(other) || byName(one, other),
  };
  return [...glances].sort(by[order]);
}

/** What is unknown stands between what suffers and what is well: it may be either. */
const UNKNOWN_AS = 59.5;

function need({ score }: Glance): number {
  return score ?? UNKNOWN_AS;
}

/** Choose by words in name, labels or system, and by health. */
export function matching(glances: readonly Glance[], text: string, health: string): Glance[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return glances.filter(({ host, health: its }) => {
    if (health && its !== health) return false;
    const labels = Object.entries(host.labels).map(([name, value]) => `${name}=${value}`);
    const seen = `${host.name} ${host.distribution} ${labels.join(" ")}`.toLowerCase();
    return words.every((word) => seen.includes(word));
  });
}

export const HEALTHS: readonly Health[] = ["bad", "unknown", "fair", "well"];

/** Count hosts by health. */
export function counted(glances: readonly Glance[]): Record<Health, number> {
  const counts: Record<Health, number> = { bad: 0, unknown: 0, fair: 0, well: 0 };
  for (const { health } of glances) counts[health] += 1;
  return counts;
}
