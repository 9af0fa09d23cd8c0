/** A panel for a ticket, and its calls for a spreadsheet. */
import type { Report } from "@/api/report";
import type { Turn } from "./course";
import type { PanelEvent } from "./queries";
import type { Column } from "./replay";

export const CALL_COLUMNS = [
  "specialist",
  "for",
  "round",
  "outcome",
  "model",
  "began_s",
  "first_token_s",
  "ended_s",
  "tries",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "dollars",
  "cached_age_s",
  "reason",
] as const;

/** Give a row for each call; what is not known stays empty. */
export function callRows(turns: readonly Turn[]): unknown[][] {
  return turns.map((one) => [
    one.specialist,
    one.what,
    one.round,
    one.outcome,
    one.model,
    one.beganS,
    one.firstS === null ? null : one.firstS - one.beganS,
    one.endS,
    one.tries,
    one.inputTokens,
    one.outputTokens,
    one.cachedTokens,
    one.dollars,
    one.cachedAgeS,
    one.reason,
  ]);
}

/** Write what the panel came to, who said what, and what was struck. */
export function markdownOf(
  report: Report,
  columns: readonly Column[],
  events: readonly PanelEvent[],
  nameOf: (name: string) => string,
): string {
  const titles = new Map(report.findings.map((one) => [one.id, one.title]));
  const lines = [
    `# ${report.host.name}: ${report.verdict.headline}`,
    "",
    `${report.time} · ${report.id}`,
    "",
  ];
  for (const column of columns) {
    const reason = column.reason ? `: ${column.reason}` : "";
    lines.push(`## ${nameOf(column.specialist)} (${column.state}${reason})`, "");
    for (const one of column.opinions)
      lines.push(
        `- ${one.stance}, ${one.severity}, ${one.confidence ?? "?"}%: ${titles.get(one.item) ?? one.item}. ${one.words} [${one.because.join(", ")}]`,
      );
    lines.push("");
  }
  const struck = events.filter((one) => one.kind === "struck");
  if (struck.length) lines.push("## Struck", "");
  for (const one of struck) lines.push(`- ${nameOf(one.who)}: ~~${one.words}~~ (${one.reason})`);
  return lines.join("\n").trim() + "\n";
}
