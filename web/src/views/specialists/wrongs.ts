/** Where in the form each thing stands that the server refuses. */
import { Problem } from "@/api/problem";

/** By the field's path, such as `rules.0.when.1.above`; "" is what stands at no field. */
export type Wrongs = Readonly<Record<string, string>>;

const PLACED = /^([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*): (.+)$/s;
const FIELDS = ["name", "mandate", "resources", "aspects", "evidence", "rules"];

/** Read what a problem says is wrong, of a definition with so many conditions in each rule. */
export function wrongsOf(error: unknown, conditions: readonly number[]): Wrongs {
  if (!error) return {};
  if (!(error instanceof Problem)) return { "": error instanceof Error ? error.message : "?" };
  const found = error.errors.length
    ? error.errors.map(
        (one) => [one.where.replace(/^body\.(definition\.)?/, ""), one.what] as const,
      )
    : error.status === 400
      ? sentences(error.detail).map((words) => placed(words, conditions))
      : [["", error.detail || error.title] as const];
  const wrongs: Record<string, string> = {};
  for (const [where, what] of found) {
    const place = FIELDS.includes(where.split(".")[0] ?? "") ? where : "";
    const words = place === where ? what : `${where}: ${what}`;
    wrongs[place] = wrongs[place] ? `${wrongs[place]}; ${words}` : words;
  }
  return wrongs;
}

/** The server joins what is wrong by `; `, which may also stand within a sentence. */
function sentences(detail: string): string[] {
  const several: string[] = [];
  for (const part of detail.split("; ")) {
    if (several.length && !PLACED.test(part)) several.push(`${several.pop() ?? ""}; ${part}`);
    else several.push(part);
  }
  return several;
}

/** `rules[1].when.evidence` is the first rule's; which condition is told only where it has one. */
function placed(words: string, conditions: readonly number[]): [string, string] {
  const [, where = "", what = words] = PLACED.exec(words) ?? [];
  const path = where.replace(/\[(\d+)\]/g, (_, place: string) => `.${Number(place) - 1}`);
  const [, rule, field] = /^rules\.(\d+)\.when\.([a-z]+)$/.exec(path) ?? [];
  if (rule === undefined || field === undefined) return [path, what];
  const alone = conditions[Number(rule)] === 1;
  return [alone ? `rules.${rule}.when.0.${field}` : `rules.${rule}.when`, what];
}
