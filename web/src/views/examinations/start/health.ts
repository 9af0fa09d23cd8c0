/** What cost a health score its points. */
import type { Report } from "@/api/report";

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
