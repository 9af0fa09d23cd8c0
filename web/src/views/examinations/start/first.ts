/** Where to start: the sentence and the first step of a report. */
import type { Command, Recommendation, Report } from "@/api/report";

export interface Start {
  sentence: string;
  step: Recommendation | null;
  /** The first command: to look, which changes nothing, before one that changes. */
  command: Command | null;
  /** The finding that it is about. */
  finding: string;
}

/**
 * Give where to start: at the finding that the panel's coordinator would begin with, else by the
 * headline; with the first step that is about it, else the first of all.
 */
export function startOf({ verdict, recommendations, findings }: Report): Start {
  const begun = findings.find((one) => one.id === verdict.start);
  const inOrder = [...recommendations].sort((one, other) => one.priority - other.priority);
  const step = inOrder.find((one) => begun && one.items.includes(begun.id)) ?? inOrder[0] ?? null;
  return {
    sentence: begun?.title ?? verdict.headline,
    step,
    command: step?.look[0] ?? step?.change[0] ?? null,
    finding: begun?.id ?? step?.items[0] ?? findings[0]?.id ?? "",
  };
}
