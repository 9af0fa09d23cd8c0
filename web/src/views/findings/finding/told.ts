/** What a report tells of one finding, gathered from its parts. */
import type {
  Culprit,
  Evidence,
  Opinion,
  Recommendation,
  Report,
  ReportFinding,
  VerdictItem,
} from "@/api/report";

/** Who a process is, beyond its name; empty words where it is none of that. */
export interface Identity {
  pid: number | null;
  unit: string;
  container: string;
  container_name: string;
  image: string;
  owner: string;
  started: string;
  command: string;
  runtime: string;
  pod: string;
  namespace: string;
}

export type Entity = Culprit & { pids?: number[]; identity?: Identity | null };

/** An evidence with its key; what it measured may be words, such as a line of a log. */
export type KeyedEvidence = Omit<Evidence, "value"> & {
  key: string;
  value: number | string | null;
};

export interface Told {
  finding: ReportFinding;
  evidence: KeyedEvidence[];
  recommendations: Recommendation[];
  opinions: Opinion[];
  item: VerdictItem | null;
  explains: ReportFinding[];
  explainedBy: ReportFinding[];
  before: ReportFinding | null;
  after: ReportFinding | null;
  /** Its place among the findings, from 1. */
  place: number;
  of: number;
}

/** Gather what is told of a finding; null where the report has none of that id. */
export function toldOf(report: Report, id: string): Told | null {
  const at = report.findings.findIndex((one) => one.id === id);
  const finding = report.findings[at];
  if (!finding) return null;
  return {
    finding,
    evidence: finding.evidence.flatMap((key) => {
      const one = report.evidence[key];
      return one ? [{ ...one, key }] : [];
    }),
    recommendations: report.recommendations.filter((one) => one.items.includes(id)),
    opinions: report.opinions.filter((one) => one.item === id),
    item: report.verdict.items.find((one) => one.item === id) ?? null,
    explains: findingsOf(report, finding.explains),
    explainedBy: findingsOf(report, finding.explained_by),
    before: report.findings[at - 1] ?? null,
    after: report.findings[at + 1] ?? null,
    place: at + 1,
    of: report.findings.length,
  };
}

function findingsOf(report: Report, ids: readonly string[]): ReportFinding[] {
  return ids.flatMap((id) => report.findings.filter((one) => one.id === id));
}

/** The evidence that the check compared with its threshold: the first it rests on. */
export function judged(told: Told): string | null {
  return told.finding.threshold === null ? null : (told.finding.evidence[0] ?? null);
}

/** Part who spoke by what they said. */
export function byStance(opinions: readonly Opinion[]): { agree: Opinion[]; oppose: Opinion[] } {
  return {
    agree: opinions.filter((one) => one.stance !== "opposes"),
    oppose: opinions.filter((one) => one.stance === "opposes"),
  };
}
