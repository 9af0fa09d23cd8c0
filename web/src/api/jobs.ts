/** Jobs as every view needs them: one job, what changes it, and whether it has ended. */
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "./client";

export type Job = Schemas["JobShown"];
export type WholeJob = Schemas["JobWhole"];
export type JobStateName = Schemas["JobState"];

export const JOB_STATES: readonly JobStateName[] = [
  "waiting",
  "running",
  "done",
  "failed",
  "cancelled",
];

/** How often a job that has not ended is looked at, should a live event be missed. */
const LOOK_MS = 10_000;

/** Tell whether nothing more comes of a job. */
export function ended(state: string): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

export function jobQuery(id: string) {
  return queryOptions({
    queryKey: ["job", id],
    queryFn: () => data(api.GET("/api/v1/jobs/{job}", { params: { path: { job: id } } })),
    refetchInterval: ({ state }) => (state.data && ended(state.data.state) ? false : LOOK_MS),
  });
}

export function cancelJob(id: string): Promise<WholeJob> {
  return data(api.POST("/api/v1/jobs/{job}/cancel", { params: { path: { job: id } } }));
}

/** Try a failed or cancelled job again; the answer is another job. */
export function retryJob(id: string): Promise<WholeJob> {
  return data(api.POST("/api/v1/jobs/{job}/retry", { params: { path: { job: id } } }));
}

/** Put what a live event tells of a job over what is known of it. */
export function withEvent<T extends Job>(job: T, event: string, told: unknown): T {
  if (event !== "state" && event !== "progress") return job;
  const fields = (told ?? {}) as Record<string, unknown>;
  if (fields["id"] !== job.id) return job;
  const ofJob = Object.entries(fields).filter(([name]) => name in job);
  return { ...job, ...Object.fromEntries(ofJob) };
}
