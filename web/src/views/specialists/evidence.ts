/** Names of evidence that can be written, with what an examination measured of each. */
import type { Evidence, Report } from "@/api/report";
import { inUnit } from "@/lib/format";
import type { RuleForm } from "./definition";

/** Give families and keys of an examination's evidence: families first, they hold everywhere. */
export function namesOf(report: Report | undefined): string[] {
  if (!report) return [];
  const entries = Object.entries(report.evidence);
  const families = new Set(entries.map(([, one]) => one.family));
  const keys = entries.map(([key]) => key).filter((key) => !families.has(key));
  return [...[...families].sort(), ...keys.sort()];
}

/** Give the evidence that a name means: the key itself, or all of the family. */
export function evidenceOf(report: Report | undefined, name: string): [string, Evidence][] {
  const entries = Object.entries(report?.evidence ?? {});
  return entries.filter(([key, one]) => key === name || one.family === name);
}

/** Say what an examination measured of a name, with the unit in which limits are written. */
export function measuredOf(
  report: Report | undefined,
  name: string,
): { unit: string; values: string; count: number } | null {
  const found = evidenceOf(report, name.trim());
  const [first] = found;
  if (!first) return null;
  const numbers = found.flatMap(([, one]) => (one.value === null ? [] : [one.value]));
  const unit = first[1].unit;
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  const values = !numbers.length
    ? ""
    : least === most
      ? inUnit(least, unit)
      : `${inUnit(least, unit)} – ${inUnit(most, unit)}`;
  return { unit, values, count: found.length };
}

/** Give the places that a rule's words may have: its evidence, labels of the first, the limit. */
export function placesOf(report: Report | undefined, rule: RuleForm): string[] {
  const families = rule.when.flatMap((one) => one.evidence.trim().replace(/\{.*$/, "") || []);
  const [first] = rule.when;
  const found = first ? evidenceOf(report, first.evidence.trim()) : [];
  const labels = found.flatMap(([, one]) => Object.keys(one.labels));
  const limit = first && first.comparison !== "is" ? ["limit"] : [];
  return [...new Set([...families, ...labels, ...limit])];
}
