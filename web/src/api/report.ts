/**
 * One examination as a document (`hexascope.report/1`): the parts that the dashboard shows.
 *
 * The schema's full text is what `hexascope examine --format json` writes; units stand in `unit`.
 */
import { queryOptions } from "@tanstack/react-query";
import { api, data } from "./client";

export type SeverityName = "critical" | "high" | "medium" | "low" | "info";

export const SEVERITIES: readonly SeverityName[] = ["critical", "high", "medium", "low", "info"];

export interface Cell {
  resource: string;
  aspect: string;
  /** `measured`, or why not: no_permission, not_present, not_supported, virtual, unreadable, not_asked. */
  status: string;
  reason: string;
  evidence: string[];
}

export interface Evidence {
  value: number | null;
  unit: string;
  /** The unit that names bytes a second as such; missing in what older versions kept. */
  told_unit?: string;
  window_s: number;
  source: string;
  family: string;
  labels: Record<string, string>;
  resource: string | null;
  aspect: string | null;
  /** Moments as [seconds since the window's start, value]. */
  series: [number, number | null][];
}

export interface Culprit {
  kind: string;
  name: string;
  stable_name: string;
  pid: number | null;
  path: string;
  key: string;
  share: number | null;
}

export interface ReportFinding {
  id: string;
  check: string;
  resource: string;
  aspect: string;
  severity: SeverityName;
  own_severity: SeverityName;
  title: string;
  description: string;
  culprit: Culprit | null;
  victims: Culprit[];
  evidence: string[];
  recommendation: string;
  confidence: number;
  harm: string;
  time: string;
  /** `now` or `past`. */
  when: string;
  standing: boolean;
  threshold: number | null;
  explains: string[];
  explained_by: string[];
  changed: string;
}

export interface Command {
  words: string[];
  input: string;
  why: string;
}

export interface Recommendation {
  priority: number;
  remedy: string;
  title: string;
  parameters: Record<string, string>;
  items: string[];
  look: Command[];
  change: Command[];
  undo: Command[];
  verify: Command[];
  risk: string;
  risk_text: string;
  expects: { family: string; direction: string; text: string }[];
  because: string[];
  contested: boolean;
  return: string;
}

export interface Opinion {
  specialist: string;
  item: string;
  stance: string;
  advice: string;
  because: string[];
  severity: SeverityName;
  confidence: number;
  voice: string;
  stands_in: boolean;
}

export interface VerdictItem {
  item: string;
  severity: SeverityName;
  agreement: number | null;
  contested: boolean;
  single: boolean;
  for: string[];
  against: string[];
  ruling: string;
  ruled_by: string[];
  disputed: string;
}

export interface Report {
  schema: string;
  id: string;
  time: string;
  version: string;
  host: {
    id: string;
    name: string;
    kernel: string;
    distribution: string;
    architecture: string;
    cpus: number;
    memory_bytes: number;
    virtualization: string;
    container: string;
    cloud: string;
    instance_type: string;
    boot_time: number;
    privileged: boolean;
  };
  window: {
    seconds: number;
    full_looks: number;
    light_looks: number;
    started: string;
    ended: string;
    source: string;
    notes: string[];
  };
  health: {
    score: number | null;
    measured_share: number;
    lost: { check: string; points: number; finding: string }[];
  };
  coverage: Cell[];
  evidence: Record<string, Evidence>;
  findings: ReportFinding[];
  recommendations: Recommendation[];
  opinions: Opinion[];
  verdict: {
    headline: string;
    summary: string[];
    next_steps: string[];
    items: VerdictItem[];
    agreement: number | null;
    quality: string;
    confidence_cap: number;
    start: string;
  };
  unjudged: { check: string; missing: string; reason: string }[];
  /** Specialists that gave nothing, each with the reason. */
  absent: Record<string, string>;
  self_cost: Record<string, number>;
  language: string;
}

/** Ask for an examination's document in a language; kept examinations never change. */
export function reportQuery(examination: string, language: string) {
  return queryOptions({
    queryKey: ["report", examination, language],
    queryFn: async (): Promise<Report> => {
      const path = { examination, form: "json" };
      const query = { lang: language as "en" };
      const document: unknown = await data(
        api.GET("/api/v1/examinations/{examination}/report.{form}", { params: { path, query } }),
      );
      return inToldUnits(document as Report);
    },
    staleTime: Infinity,
  });
}

/** Give a report whose evidence has the units that people are shown. */
function inToldUnits(report: Report): Report {
  const told = Object.entries(report.evidence).map(([key, one]): [string, Evidence] => [
    key,
    { ...one, unit: one.told_unit ?? one.unit },
  ]);
  return { ...report, evidence: Object.fromEntries(told) };
}
