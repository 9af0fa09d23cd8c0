/** What the server says when it does not do what was asked (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly trace: string;

  /** `status` is that of HTTP, 0 where no answer came. */
  constructor(status: number, title: string, detail = "", trace = "") {
    super(detail || title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.trace = trace;
  }
}

const LONGEST_DETAIL = 500;

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
    );
  } catch {
    return new Problem(response.status, response.statusText || `HTTP ${response.status}`);
  }
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONGEST_DETAIL) : "";
}
