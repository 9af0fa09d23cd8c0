/** Which records of the audit log are asked for; they stand in the address. */

export const FILTERS = ["actor", "verb", "resource", "object", "since", "until"] as const;

export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

const LONGEST = 200;

/** Read the filters of an address; what is empty or of another kind is none. */
export function filtersOf(search: Readonly<Record<string, unknown>>): Filters {
  const filters: Filters = {};
  for (const name of FILTERS) {
    const value = search[name];
    // an address of digits alone is read as a number
    if (typeof value === "string" || typeof value === "number")
      if (value !== "") filters[name] = String(value).slice(0, LONGEST);
  }
  return filters;
}

/** Give what an input of date and time shows for a moment, in the reader's own zone. */
export function localOf(moment: string | undefined): string {
  const time = new Date(moment ?? "");
  if (Number.isNaN(time.getTime())) return "";
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** Give the moment that an input of date and time holds; undefined where it holds none. */
export function momentOf(local: string): string | undefined {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
