/** First questions, from what an examination found: rules answer all of them without a model. */
import { SEVERITIES, type Report, type ReportFinding } from "@/api/report";

export type Suggestion =
  | { kind: "why"; title: string }
  | { kind: "first" }
  | { kind: "whyNot"; resource: string }
  | { kind: "unmeasured" };

const MOST_FINDINGS = 2;

/** Resources that people suspect first. */
const SUSPECTS: readonly string[] = ["cpu", "memory", "disk", "network"];

/** Give the findings that harm now, the gravest first. */
export function topFindings(report: Report, most: number): ReportFinding[] {
  const rank = (one: ReportFinding) => SEVERITIES.indexOf(one.severity);
  return report.findings
    .filter((one) => one.when === "now" && !one.standing)
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, most);
}

/** Give what may be asked first of an examination. */
export function suggestionsOf(report: Report): Suggestion[] {
  const found = new Set(report.findings.filter((one) => one.when === "now").map((f) => f.resource));
  const innocent = SUSPECTS.find((one) => !found.has(one));
  return [
    ...topFindings(report, MOST_FINDINGS).map(({ title }) => ({
      kind: "why" as const,
      title: title.replace(/\s+/g, " ").trim(),
    })),
    { kind: "first" as const },
    ...(innocent ? [{ kind: "whyNot" as const, resource: innocent }] : []),
    ...(report.coverage.some((one) => one.status !== "measured")
      ? [{ kind: "unmeasured" as const }]
      : []),
  ];
}
