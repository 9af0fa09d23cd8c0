import { infiniteQueryOptions, type InfiniteData } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { JOB_STATES, withEvent, type Job, type JobStateName } from "@/api/jobs";

type Page = Schemas["Listed_JobShown_"];
export type JobPages = InfiniteData<Page>;

/** Which jobs are asked for; the address holds them. */
export interface Wanted {
  states: readonly JobStateName[];
  kind: string;
  host: string;
  schedule: string;
}

const A_PAGE = 200;

/** Read which jobs are wanted from the words of an address; what is no state is passed over. */
export function wantedOf(words: Readonly<Record<string, string>>): Wanted {
  const named = (words["state"] ?? "").split(",");
  return {
    states: JOB_STATES.filter((one) => named.includes(one)),
    kind: words["kind"] ?? "",
    host: words["host"] ?? "",
    schedule: words["schedule"] ?? "",
  };
}

export function jobsQuery(wanted: Wanted) {
  const { states, kind, host, schedule } = wanted;
  return infiniteQueryOptions({
    queryKey: ["jobs", wanted],
    queryFn: ({ pageParam }): Promise<Page> => {
      const query = {
        limit: A_PAGE,
        ...(states.length && { state: [...states] }),
        ...(kind && { kind }),
        ...(host && { host }),
        ...(schedule && { schedule }),
        ...(pageParam && { cursor: pageParam }),
      };
      return data(api.GET("/api/v1/jobs", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/**
 * Put a live event into the pages; null where they have to be asked for anew: it is of a job that
 * is not there, or its state may take it out of what is wanted.
 */
export function withJobEvent(pages: JobPages, event: string, told: unknown): JobPages | null {
  const id = (told as { id?: unknown } | null)?.id;
  const at = pages.pages.findIndex((page) => page.items.some((job) => job.id === id));
  if (at < 0) return null;
  const put = (job: Job) => (job.id === id ? withEvent(job, event, told) : job);
  const next = pages.pages.map((page, place) =>
    place === at ? { ...page, items: page.items.map(put) } : page,
  );
  return { ...pages, pages: next };
}

/** Give where the result of a job is shown; empty where nowhere. */
export function resultPlace(job: Pick<Job, "id" | "kind"> & { payload?: unknown }): string {
  const payload = (job.payload ?? {}) as Record<string, unknown>;
  const word = (name: string) => {
    const value = payload[name];
    return typeof value === "string" ? encodeURIComponent(value) : "";
  };
  if (job.kind === "examine" || job.kind === "judge") return `/examinations/${job.id}`;
  if (job.kind === "task") return `/tasks/${job.id}`;
  if (job.kind === "ask" && payload["examination"])
    return `/examinations/${word("examination")}/ask?conversation=${word("conversation")}`;
  return "";
}

/** Seconds from one moment to another, or until now; null where the first is not yet. */
export function lasted(from: string | null, to: string | null, nowMs: number): number | null {
  if (!from) return null;
  return Math.max(0, ((to ? Date.parse(to) : nowMs) - Date.parse(from)) / 1000);
}
