/** Which findings are shown: kept in the address, part asked of the server, part chosen here. */
import type { Finding, FindingsWanted } from "@/api/findings";
import { SEVERITIES, type SeverityName } from "@/api/report";

/** The words behind the `?` of the address. */
export type SearchWords = Readonly<Record<string, string>>;

export type IgnoredWanted = "no" | "also" | "only";

export interface Chosen {
  wanted: FindingsWanted;
  text: string;
  ignored: IgnoredWanted;
}

/** Read the address; words that are none of ours choose nothing. */
export function chosenOf(words: SearchWords): Chosen {
  const severity = words["severity"] ?? "";
  const when = words["when"] ?? "";
  const ignored = words["ignored"];
  return {
    wanted: {
      host: words["host"] ?? "",
      severity: SEVERITIES.includes(severity as SeverityName) ? severity : "",
      check: words["check"] ?? "",
      resource: words["resource"] ?? "",
      when: when === "now" || when === "past" ? when : "",
      all: words["all"] === "yes",
    },
    text: words["text"] ?? "",
    ignored: ignored === "also" || ignored === "only" ? ignored : "no",
  };
}

/** The words that a reset takes out of the address. */
export const NOTHING: SearchWords = {
  host: "",
  severity: "",
  check: "",
  resource: "",
  when: "",
  all: "",
  text: "",
  ignored: "",
};

/** Choose among what was fetched: by words in what is seen, and by whether it is ignored. */
export function fitting(findings: readonly Finding[], { text, ignored }: Chosen): Finding[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter((one) => {
    if (ignored !== "also" && one.ignored !== (ignored === "only")) return false;
    if (!words.length) return true;
    const seen = `${one.title} ${one.culprit} ${one.host_name}`.toLowerCase();
    return words.every((word) => seen.includes(word));
  });
}

/** The gravest first, then the newest. */
export function graver(one: Finding, other: Finding): number {
  return rank(one) - rank(other) || other.time.localeCompare(one.time);
}

function rank(one: Finding): number {
  const at = SEVERITIES.indexOf(one.severity as SeverityName);
  return at < 0 ? SEVERITIES.length : at;
}
