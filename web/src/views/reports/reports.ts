/** Reports of kept examinations: their formats, their addresses, and how they are fetched. */
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { problemOf } from "@/api/problem";

export type ReportFormat = Schemas["ReportFormat"];

export const LANGUAGES = ["en", "pt"] as const;

/** The order in which formats are offered: for people first. What is not named comes last. */
const ORDER = ["html", "pdf", "excel", "markdown", "terminal", "json", "compat"];

export function formatsQuery(language: string) {
  return queryOptions({
    queryKey: ["report formats", language],
    queryFn: async (): Promise<ReportFormat[]> =>
      ordered(
        await data(api.GET("/api/v1/reports", { params: { query: { lang: language as "en" } } })),
      ),
    staleTime: Infinity,
  });
}

export function ordered(formats: readonly ReportFormat[]): ReportFormat[] {
  const place = (one: ReportFormat) =>
    (ORDER.indexOf(one.name) + ORDER.length + 1) % (ORDER.length + 1);
  return [...formats].sort(
    (one, other) => place(one) - place(other) || one.name.localeCompare(other.name),
  );
}

/** Give the address of a report. */
export function reportAddress(examination: string, format: string, language: string): string {
  const [id, form] = [examination, format].map(encodeURIComponent);
  return `/api/v1/examinations/${id ?? ""}/report.${form ?? ""}?lang=${encodeURIComponent(language)}`;
}

/** Fetch a report as it is to be saved; Problem where there is none in this format. */
export async function fetchReport(address: string): Promise<Blob> {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw await problemOf(answer);
  return answer.blob();
}

/** Give a file's name: host and day, as they can stand in a name everywhere. */
export function fileName(host: string, time: string, ending: string): string {
  const safe = host.replace(/[^\w.-]+/g, "_").replace(/^[._]+/, "") || "host";
  return `${safe}-${time.slice(0, 19).replaceAll(":", "")}.${ending}`;
}

/** Give the command that fetches a report elsewhere; the token is the reader's to put in. */
export function curlOf(origin: string, address: string, file: string): string {
  const quoted = (words: string) => `'${words.replaceAll("'", `'\\''`)}'`;
  return [
    "curl -fsS -H",
    `"Authorization: Bearer $HEXASCOPE_TOKEN"`,
    "-o",
    quoted(file),
    quoted(origin + address),
  ].join(" ");
}
