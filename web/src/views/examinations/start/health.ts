/** Words and figures of a health score. */
import type { Report } from "@/api/report";

export type Grade = "good" | "fair" | "poor" | "bad" | "unknown";

const GOOD = 90;
const FAIR = 70;
const POOR = 40;

/** Give the word of a score; no score is unknown, not bad and not good. */
export function gradeOf(score: number | null): Grade {
  if (score === null) return "unknown";
  if (score >= GOOD) return "good";
  if (score >= FAIR) return "fair";
  return score >= POOR ? "poor" : "bad";
}

export interface Lost {
  finding: string;
  title: string;
  points: number;
}

/** Give what cost points, the most first, by the names of its findings. */
export function lostOf(report: Pick<Report, "health" | "findings">): Lost[] {
  const titles = new Map(report.findings.map((one) => [one.id, one.title]));
  return report.health.lost
    .map(({ finding, points, check }) => ({ finding, points, title: titles.get(finding) ?? check }))
    .sort((one, other) => other.points - one.points);
}
