/** A problem of the server, told at the fields of the form that it is about. */
import { Problem } from "@/api/problem";

export interface Told {
  /** By field: what does not fit. */
  of: Readonly<Record<string, string>>;
  /** What belongs to no field of the form. */
  rest: string;
}

export const NOTHING_TOLD: Told = { of: {}, rest: "" };

const PLACES = new Set(["body", "query", "path", "header"]);

/**
 * Sort what the server says by a form's fields: `body.permissions.0` is told at `permissions`.
 * `denied` is the field that proves who asks: a refusal (403) is about what was typed there.
 */
export function told(error: unknown, fields: readonly string[], denied = ""): Told {
  if (error === null || error === undefined) return NOTHING_TOLD;
  if (!(error instanceof Problem))
    return { of: {}, rest: error instanceof Error ? error.message : "?" };
  if (error.status === 403 && denied) return { of: { [denied]: error.detail }, rest: "" };
  if (!error.errors.length) return { of: {}, rest: error.detail || error.title };
  const of: Record<string, string> = {};
  const rest: string[] = [];
  for (const { where, what } of error.errors) {
    const parts = where.split(".");
    const name = PLACES.has(parts[0] ?? "") ? (parts[1] ?? "") : (parts[0] ?? "");
    if (!fields.includes(name)) rest.push(where ? `${where}: ${what}` : what);
    else of[name] = of[name] ? `${of[name]}; ${what}` : what;
  }
  return { of, rest: rest.join("; ") };
}
