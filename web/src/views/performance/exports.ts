/** The measurements as rows; what was not measured stays empty. */
import type { Measured } from "./measured";

export const COLUMNS = [
  "specialist",
  "own",
  "model",
  "panels",
  "calls",
  "answered",
  "availability",
  "least_s",
  "median_s",
  "most_s",
  "first_token_median_s",
  "input_tokens",
  "output_tokens",
  "cached_token_share",
  "cached_call_share",
  "dollars",
  "opinions",
  "struck",
  "dissent",
  "stood_in",
  "absences",
] as const;

export function rowsOf(measured: readonly Measured[]): unknown[][] {
  return measured.map((one) => [
    one.specialist,
    one.own,
    one.model,
    one.panels,
    one.calls,
    one.answered,
    one.availability,
    one.time?.least,
    one.time?.median,
    one.time?.most,
    one.firstToken?.median,
    one.inputTokens,
    one.outputTokens,
    one.cachedTokens,
    one.fromCache,
    one.dollars,
    one.opinions,
    one.struck,
    one.dissent,
    one.stoodIn,
    one.absences.map(({ reason, count }) => `${count}× ${reason}`).join("; "),
  ]);
}

/** Write the rows as a table of Markdown. */
export function markdownOf(measured: readonly Measured[]): string {
  const cell = (one: unknown) =>
    one === null || one === undefined ? "unknown" : JSON.stringify(one).replace(/^"|"$/g, "");
  const line = (cells: readonly unknown[]) =>
    `| ${cells.map((one) => cell(one).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(COLUMNS), line(COLUMNS.map(() => "---")), ...rowsOf(measured).map(line), ""].join(
    "\n",
  );
}
