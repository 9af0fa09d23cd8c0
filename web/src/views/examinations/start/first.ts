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

/** Give where to start: by the panel's sentence, else by its headline. */
export function startOf({ verdict, recommendations, findings }: Report): Start {
  const step =
    recommendations.reduce<Recommendation | null>(
      (first, one) => (first === null || one.priority < first.priority ? one : first),
      null,
    ) ?? null;
  return {
    sentence: verdict.start || verdict.headline,
    step,
    command: step?.look[0] ?? step?.change[0] ?? null,
    finding: step?.items[0] ?? findings[0]?.id ?? "",
  };
}
