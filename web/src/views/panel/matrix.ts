/** Who agrees with what: the items of a verdict against its specialists. */
import type { Opinion, Report, SeverityName } from "@/api/report";

export type Stand = "agrees" | "opposes" | "silent";

export interface MatrixRow {
  item: string;
  title: string;
  /** Whether the item is a finding of its own: only then there is a page of it. */
  finding: boolean;
  severity: SeverityName;
  /** Percent; null for a single voice. */
  agreement: number | null;
  contested: boolean;
  ruling: string;
  ruledBy: string[];
  disputed: string;
  stands: { specialist: string; stand: Stand; standsIn: boolean }[];
}

/** Give a row for each item, in the verdict's order. */
export function matrixOf(report: Report, specialists: readonly string[]): MatrixRow[] {
  const titles = new Map(report.findings.map((one) => [one.id, one.title]));
  return report.verdict.items.map((one) => ({
    item: one.item,
    title: titles.get(one.item) ?? one.item,
    finding: titles.has(one.item),
    severity: one.severity,
    agreement: one.agreement,
    contested: one.contested,
    ruling: one.ruling,
    ruledBy: one.ruled_by,
    disputed: one.disputed,
    stands: specialists.map((specialist) => ({
      specialist,
      stand: standOf(one.for, one.against, specialist),
      standsIn: standsIn(report.opinions, one.item, specialist),
    })),
  }));
}

function standOf(agree: string[], oppose: string[], who: string): Stand {
  if (oppose.includes(who)) return "opposes";
  return agree.includes(who) ? "agrees" : "silent";
}

function standsIn(opinions: readonly Opinion[], item: string, who: string): boolean {
  return opinions.some((one) => one.item === item && one.specialist === who && one.stands_in);
}

/** The specialists that give opinions: only these can agree or oppose. */
export function judgesOf(report: Report, specialists: readonly string[]): string[] {
  const speak = new Set(report.opinions.map((one) => one.specialist));
  return specialists.filter(
    (name) => speak.has(name) || !["coordinator", "report_generator"].includes(name),
  );
}
