/** The limits of a tenant, as the form has them: what is empty is as usual. */

export const LIMITS = [
  "users",
  "hosts",
  "series_per_host",
  "jobs_waiting",
  "requests_per_minute",
  "keep_days",
  "day_tokens",
  "day_dollars",
] as const;

type Given = Readonly<Record<string, number | string>>;

/** Give the limits that were set, for a new tenant. */
export function limitsSet(given: Given): Record<string, number> {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => [name, Number(value)]),
  );
}

/** Give what changes: a limit that was taken away goes back to the usual by null. */
export function limitsChanged(before: Given, given: Given): Record<string, number | null> {
  const set = limitsSet(given);
  const changed: Record<string, number | null> = {};
  for (const [name, value] of Object.entries(set))
    if (before[name] !== value) changed[name] = value;
  for (const name of Object.keys(before)) if (!(name in set)) changed[name] = null;
  return changed;
}
