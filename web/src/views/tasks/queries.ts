import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import type { Turn } from "@/components/answer/answer";

export type TaskLine = Schemas["TaskLine"];

/** What was put together for a task. */
export interface Plan {
  specialists: string[];
  resources: string[];
  evidence: string[];
  /** Of each specialist, why it is asked. */
  because: [string, string][];
  examines: boolean;
  voice: string;
}

export interface Task extends TaskLine {
  plan: Plan | null;
  answer: Turn | null;
  log: { time: string; line: string }[];
}

export interface Wish {
  words: string;
  host: string;
  examination: string;
  specialists: string[];
  /** How long to look, in seconds; null: as the settings have it. */
  windowS: number | null;
  deep: boolean;
}

export const LONGEST_WORDS = 2_000;
export const MOST_NAMED = 6;

const A_PAGE = 100;
const LOOK_MS = 2_000;

export const tasksQuery = infiniteQueryOptions({
  queryKey: ["tasks"],
  queryFn: ({ pageParam }) => {
    const query = { limit: A_PAGE, ...(pageParam && { cursor: pageParam }) };
    return data(api.GET("/api/v1/tasks", { params: { query } }));
  },
  initialPageParam: "",
  getNextPageParam: (last) => last.next ?? undefined,
});

export function taskQuery(id: string) {
  return queryOptions({
    queryKey: ["task", id],
    queryFn: async (): Promise<Task> => {
      const answer: unknown = await data(
        api.GET("/api/v1/tasks/{task}", { params: { path: { task: id } } }),
      );
      return answer as Task;
    },
    refetchInterval: ({ state }) => (state.data && over(state.data.state) ? false : LOOK_MS),
  });
}

/** Give a task: the answer is its id. */
export async function give(wish: Wish, language: string): Promise<string> {
  const about = wish.examination
    ? { host: "", examination: wish.examination }
    : { host: wish.host, examination: "", deep: wish.deep, window_s: wish.windowS };
  const body = {
    deep: false,
    ...about,
    words: wish.words.trim(),
    specialists: wish.specialists,
    definitions: [],
    model: "",
    language: language as "en",
  };
  return (await data(api.POST("/api/v1/tasks", { body }))).id;
}

export async function removeTask(id: string): Promise<void> {
  await api.DELETE("/api/v1/tasks/{task}", { params: { path: { task: id } } });
}

/** The states that a task goes through, in their order. */
export const STEPS = ["idle", "building", "executing", "done"] as const;
export type Step = (typeof STEPS)[number];

/** Tell whether nothing more comes of a task. */
export function over(state: string): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

export type Reached = "passed" | "current" | "coming" | "stopped";

/**
 * Tell of each step how a task stands to it. One that failed or was cancelled stopped at the step
 * that it had reached: building, unless it has a plan.
 */
export function reached(task: Pick<Task, "state" | "plan" | "log">): Record<Step, Reached> {
  const stopped = over(task.state) && task.state !== "done";
  const last = stopped ? lastStep(task) : task.state;
  const at = STEPS.findIndex((one) => one === last);
  return Object.fromEntries(
    STEPS.map((one, place) => {
      if (place < at || task.state === "done") return [one, "passed"];
      if (place > at) return [one, "coming"];
      return [one, stopped ? "stopped" : "current"];
    }),
  ) as Record<Step, Reached>;
}

function lastStep(task: Pick<Task, "plan" | "log">): Step {
  if (task.plan) return "executing";
  return task.log.length ? "building" : "idle";
}
