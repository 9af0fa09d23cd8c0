/** Settings for people: grouped, searched, typed in, and merged with what others changed. */
import type { Schemas } from "@/api/client";

export type Setting = Schemas["Setting"];
export type InForce = Pick<Schemas["SettingsInForce"], "items" | "version">;
export type Value = string | number | boolean | string[];
/** What is to be set, by name; null takes the tenant's own value back. */
export type Drafts = Readonly<Record<string, Value | null>>;

export interface Group {
  table: string;
  settings: Setting[];
}

/** Put settings below their tables, those whose name, meaning, value or source has the words. */
export function grouped(settings: readonly Setting[], words: string): Group[] {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Setting[]>();
  for (const one of settings) {
    const said = `${one.name} ${one.meaning} ${shown(one.value)} ${one.source}`.toLowerCase();
    if (!wanted.every((word) => said.includes(word))) continue;
    const table = one.name.split(".")[0] ?? "";
    groups.set(table, [...(groups.get(table) ?? []), one]);
  }
  return [...groups].map(([table, members]) => ({ table, settings: members }));
}

/** Write a value as one types it; nothing is an empty word, a list has one a line. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join("\n");
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

/** Read what was typed as the kind that a value has now; undefined where it is none of it. */
export function typed(words: string, now: unknown): Value | null | undefined {
  if (Array.isArray(now))
    return words
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean);
  if (typeof now === "string") return words;
  if (words.trim() === "") return null;
  if (typeof now === "boolean")
    return words === "true" ? true : words === "false" ? false : undefined;
  const number = Number(words.trim().replace(",", "."));
  if (Number.isFinite(number)) return number;
  return typeof now === "number" ? undefined : words;
}

/** Read the value of a setting that is not set yet: a number, true or false, else words. */
export function guessed(words: string): Value {
  if (words === "true" || words === "false") return words === "true";
  const number = Number(words);
  return words.trim() !== "" && Number.isFinite(number) ? number : words;
}

/** Tell whether a value is the tenant's own, so that it can be taken back. */
export function isOwn({ source }: Setting): boolean {
  return source.startsWith("tenant ");
}

export interface Clash {
  name: string;
  was: string;
  now: string;
  mine: string;
}

/** Give the settings that somebody else changed too since one began to change them. */
export function clashes(drafts: Drafts, base: InForce, now: InForce): Clash[] {
  const before = valuesOf(base);
  const after = valuesOf(now);
  return Object.entries(drafts)
    .map(([name, mine]) => ({
      name,
      was: before.get(name) ?? "",
      now: after.get(name) ?? "",
      mine: shown(mine),
    }))
    .filter((one) => one.was !== one.now && one.now !== one.mine);
}

function valuesOf(inForce: InForce): Map<string, string> {
  return new Map(inForce.items.map((one) => [one.name, shown(one.value)]));
}

/** Give the lines of a settings file that set this; `["x"]` is TOML as JSON is. */
export function tomlOf(name: string, value: unknown): string {
  const parts = name.split(".");
  const key = parts.pop() ?? name;
  const [table = "", ...rest] = parts;
  const inner = rest.join(".");
  const plain = /^[A-Za-z0-9_-]+$/;
  const head = inner ? `${table}.${plain.test(inner) ? inner : JSON.stringify(inner)}` : table;
  return `[${head}]\n${plain.test(key) ? key : JSON.stringify(key)} = ${JSON.stringify(value ?? "")}`;
}

/** Give the variable that sets this. */
export function variableOf(name: string): string {
  return `HEXASCOPE_${name.replaceAll(".", "__").toUpperCase()}`;
}
