/** Permissions as the server writes them: `verb:resource` or `verb:resource:host=web-*`. */

export const VERBS = ["read", "create", "change", "remove", "run", "approve"] as const;

/** What a tenant's people work with, then accounts and the instance, then what is everybody's. */
export const RESOURCES = [
  "hosts",
  "snapshots",
  "examinations",
  "findings",
  "verdicts",
  "panel",
  "insights",
  "conversations",
  "specialists",
  "tasks",
  "reports",
  "series",
  "jobs",
  "schedules",
  "live",
  "mcp",
  "checks",
  "users",
  "roles",
  "tokens",
  "settings",
  "secrets",
  "audit",
  "tenants",
  "metrics",
  "me",
  "own_sessions",
  "own_tokens",
] as const;

export const EVERY = "*";

export interface Permission {
  verb: string;
  resource: string;
  /** Patterns of a thing's attributes, such as host. */
  selector: readonly { name: string; pattern: string }[];
}

/** Read a permission; what is none is given with what can be read of it. */
export function parsed(words: string): Permission {
  const [verb = "", resource = "", ...rest] = words.trim().split(":");
  return { verb, resource, selector: selectorOf(rest.join(":")) };
}

function selectorOf(words: string): Permission["selector"] {
  return words
    .split(",")
    .filter((one) => one.trim() !== "")
    .map((one) => {
      const at = one.indexOf("=");
      return at < 0
        ? { name: one.trim(), pattern: "" }
        : { name: one.slice(0, at).trim(), pattern: one.slice(at + 1).trim() };
    });
}

/** Write a permission as the server reads it. */
export function written({ verb, resource, selector }: Permission): string {
  const chosen = selector.map((one) => `${one.name}=${one.pattern}`).join(",");
  return [verb, resource, chosen].filter(Boolean).join(":");
}

/** Tell whether the words choose things as a permission can: `host=web-*`, or nothing. */
export function choosesWell(words: string): boolean {
  return selectorOf(words).every((one) => one.name !== "" && one.pattern !== "");
}

/** Add a permission to those there; what is there already stays once. */
export function withOne(those: readonly string[], one: string): string[] {
  return those.includes(one) ? [...those] : [...those, one];
}

/** Give the verbs or resources that some permissions reach, of all there are. */
export function reached(mine: readonly string[], all: readonly string[], verb?: string): string[] {
  const fitting = mine.map(parsed).filter((one) => !verb || [EVERY, verb].includes(one.verb));
  const names = fitting.map((one) => (verb ? one.resource : one.verb));
  return names.includes(EVERY) ? [EVERY, ...all] : all.filter((one) => names.includes(one));
}

type Say = (key: string, values?: Record<string, string>) => string;

/** Say a permission in words: `read examinations whose host is web-*`. */
export function inWords(words: string, say: Say): string {
  const { verb, resource, selector } = parsed(words);
  const plain = say("permission.sentence", {
    verb: named(say, "verb", verb, VERBS),
    resource: named(say, "resource", resource, RESOURCES),
  });
  if (!selector.length) return plain;
  const which = selector.map((one) => say("permission.is", { ...one })).join(say("permission.and"));
  return say("permission.whose", { plain, which });
}

function named(say: Say, kind: string, name: string, known: readonly string[]): string {
  if (name === EVERY) return say(`${kind}.every`);
  return known.includes(name) ? say(`${kind}.${name}`) : name;
}
