import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { allHostsQuery } from "@/api/hosts";

export type Host = Schemas["Host"];
export type Answer = Schemas["Answer"];

const MOST_HOSTS = 500;
const SOON_MS = 3_000;

export const hostsQuery = queryOptions({
  ...allHostsQuery,
  staleTime: 60_000,
  // until the first examination is kept, a new server knows no host
  refetchInterval: ({ state }) => (state.data?.length ? false : SOON_MS),
});

/**
 * Which hosts tell of themselves each second, the newest first: the server's own machine does.
 *
 * Its steady look alone tells this family.
 */
export const steadyQuery = queryOptions({
  queryKey: ["hosts", "steady"],
  queryFn: async () => {
    const query = { match: "load.tasks", from: "-15m", limit: MOST_HOSTS };
    const names = await data(api.GET("/api/v1/series", { params: { query } }));
    return names.items
      .sort((one, other) => other.last.localeCompare(one.last))
      .map((one) => ({ id: one.host, name: one.host_name }));
  },
  staleTime: 60_000,
  // a server that has just started has kept nothing of its machine yet
  refetchInterval: ({ state }) => (state.data?.length ? false : SOON_MS),
});

/** Up to so many seconds the moments are asked for as they were measured. */
const RAW_S = 900;

/** What a section shows: lines, and the stretches that can't be read any more. */
export type Shown = Pick<Answer, "items" | "damaged">;

/** Ask for the series of one section over a range, as the server reads its words. */
export function keptQuery(
  host: string,
  matches: readonly string[],
  from: string,
  to: string,
  raw: boolean,
) {
  return queryOptions({
    queryKey: ["series", "live", host, matches, from, to, raw],
    queryFn: async ({ signal }): Promise<Shown> => {
      const all = await Promise.all(
        matches.map((match) => kept(host, match, from, to, raw, signal)),
      );
      return {
        items: all.flatMap((one) => one.items),
        damaged: all[0]?.damaged ?? [],
      };
    },
  });
}

export function kept(
  host: string,
  match: string,
  from: string,
  to: string,
  raw: boolean,
  signal?: AbortSignal,
): Promise<Answer> {
  const query = { match, host, from, to, times: "seconds" as const, ...(raw && { step: "raw" }) };
  return data(
    api.GET("/api/v1/series/query", { params: { query }, ...(signal && { signal }) }),
  ) as Promise<Answer>;
}

/** Whether a range is short enough to be shown as it was measured. */
export function isRaw(from: number, to: number): boolean {
  return to - from <= RAW_S;
}
