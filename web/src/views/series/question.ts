/** What is asked of the series, as the address holds it. */
import { partsOf } from "@/lib/series";

export type Words = Readonly<Record<string, string>>;

export interface Pick {
  host: string;
  key: string;
}

/** Series that are chosen by hand at most: one chart each still fits in a page. */
export const MOST_PICKED = 60;

/** Read the series that were chosen: a line each, its host and its key. */
export function picksOf(words: Words): Pick[] {
  return (words["pick"] ?? "")
    .split("\n")
    .flatMap((line) => {
      const at = line.indexOf(" ");
      return at > 0 ? [{ host: line.slice(0, at), key: line.slice(at + 1) }] : [];
    })
    .slice(0, MOST_PICKED);
}

/** Write them for the address. */
export function wordOf(picks: readonly Pick[]): string {
  return picks.map((one) => `${one.host} ${one.key}`).join("\n");
}

/** Add a series, or take it away. */
export function toggled(picks: readonly Pick[], one: Pick): Pick[] {
  const rest = picks.filter((other) => other.host !== one.host || other.key !== one.key);
  return rest.length < picks.length ? rest : [...picks, one].slice(0, MOST_PICKED);
}

export interface Ask {
  match: string;
  host?: string;
  from?: string;
  to?: string;
  step?: string;
  aggregate?: string;
  group?: string;
  combine?: string;
}

const SHARED = ["from", "to", "step", "aggregate", "group", "combine"] as const;

/** Give what to ask the server: once by the words of a match, or once a family that is chosen. */
export function asksOf(words: Words): Ask[] {
  const shared = Object.fromEntries(
    SHARED.flatMap((name) => (words[name] ? [[name, words[name]]] : [])),
  );
  const picks = picksOf(words);
  if (picks.length) {
    const asks = new Map(
      picks.map(({ host, key }) => {
        const { family } = partsOf(key);
        return [`${host} ${family}`, { match: family, host, ...shared }];
      }),
    );
    return [...asks.values()];
  }
  if (!words["match"]) return [];
  return [{ match: words["match"], ...(words["host"] && { host: words["host"] }), ...shared }];
}

export interface Named {
  host: string;
  host_name: string;
  key: string;
  unit: string;
  points: (readonly [string | number, number])[];
}

/** Keep what was chosen of what was answered; grouped lines have keys of their own and all stay. */
export function chosen<T extends { host: string; key: string }>(words: Words, lines: T[]): T[] {
  const picks = new Set(picksOf(words).map((one) => `${one.host} ${one.key}`));
  if (!picks.size || words["group"]) return lines;
  return lines.filter((one) => picks.has(`${one.host} ${one.key}`));
}

/** Name lines: with their host where there is more than one. */
export function labelsOf(lines: readonly Named[]): string[] {
  const several = new Set(lines.map((one) => one.host)).size > 1;
  return lines.map((one) => (several ? `${one.host_name || one.host} ${one.key}` : one.key));
}

/** Lines of one unit share a scale; others get a chart of their own. */
export function byUnit<T extends { unit: string }>(lines: readonly T[]): [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const one of lines) found.set(one.unit, [...(found.get(one.unit) ?? []), one]);
  return [...found];
}

/** The server's own file of the same question. */
export function exportAddress(ask: Ask, format: "csv" | "jsonl" | "openmetrics"): string {
  const words = new URLSearchParams(
    Object.entries({ ...ask, format }).filter(([, value]) => Boolean(value)),
  );
  return `/api/v1/series/export?${words.toString()}`;
}
