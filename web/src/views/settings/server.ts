/** How the server stands, as it tells balancers: no login is needed, so no client of the API. */
import { queryOptions } from "@tanstack/react-query";
import { Problem } from "@/api/problem";

const AGAIN_MS = 10_000;

export interface Part {
  part: string;
  ready: boolean;
  reason: string;
}

export interface Ready {
  ready: boolean;
  parts: Part[];
}

async function asked(path: string): Promise<{ status: number; said: unknown }> {
  let answer: Response;
  try {
    answer = await fetch(path, { headers: { Accept: "application/json" } });
  } catch (error) {
    throw new Problem(0, "no answer", error instanceof Error ? error.message : "");
  }
  if (!answer.ok && answer.status !== 503) throw new Problem(answer.status, answer.statusText);
  return { status: answer.status, said: (await answer.json()) as unknown };
}

/** Read an answer of /readyz; what is no part of one is passed over. */
export function readyOf(said: unknown): Ready {
  const { status, parts } = (said ?? {}) as { status?: unknown; parts?: unknown };
  const known = (Array.isArray(parts) ? parts : []).filter(
    (one: unknown): one is Part =>
      typeof one === "object" && one !== null && "part" in one && "ready" in one,
  );
  return { ready: status === "ready", parts: known };
}

export const readyQuery = queryOptions({
  queryKey: ["readyz"],
  queryFn: async () => readyOf((await asked("/readyz")).said),
  refetchInterval: AGAIN_MS,
});

export const aliveQuery = queryOptions({
  queryKey: ["healthz"],
  queryFn: async () => (await asked("/healthz")).status === 200,
  refetchInterval: AGAIN_MS,
});

export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: async () => {
    const { said } = await asked("/api/v1/openapi.json");
    const version = (said as { info?: { version?: unknown } }).info?.version;
    return typeof version === "string" ? version : "?";
  },
  staleTime: Infinity,
});
