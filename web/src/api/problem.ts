/** One thing that does not fit: `where` is as the server writes it, such as `body.name`. */
export interface Misfit {
  where: string;
  what: string;
}

/** What the server says when it does not do what was asked (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly trace: string;
  /** Which fields do not fit, where the server knows. */
  readonly errors: readonly Misfit[];

  /** `status` is that of HTTP, 0 where no answer came. */
  constructor(
    status: number,
    title: string,
    detail = "",
    trace = "",
    errors: readonly Misfit[] = [],
  ) {
    super(detail || title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.trace = trace;
    this.errors = errors;
  }
}

const LONGEST_DETAIL = 500;
const MOST_ERRORS = 50;

/** Read the problem of an answer; where it is none of ours, its status is all that is known. */
export async function problemOf(response: Response): Promise<Problem> {
  const words = await response.text();
  try {
    const said = JSON.parse(words) as Record<string, unknown>;
    return new Problem(
      response.status,
      wordOf(said["title"]) || response.statusText,
      wordOf(said["detail"]),
      wordOf(said["trace"]),
      misfitsOf(said["errors"]),
    );
  } catch {
    return new Problem(response.status, response.statusText || `HTTP ${response.status}`);
  }
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONGEST_DETAIL) : "";
}

function misfitsOf(value: unknown): Misfit[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_ERRORS).flatMap((one: unknown) => {
    if (typeof one !== "object" || one === null) return [];
    const { where, what } = one as Record<string, unknown>;
    return [{ where: wordOf(where), what: wordOf(what) }];
  });
}
