import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { asksOf, chosen, type Ask, type Words } from "./question";

export type Name = Schemas["Name"];
type Answer = Schemas["Answer"];

const A_PAGE = 500;
const MOST_RANKED = 20;

/** The series that are kept, a page after the other. */
export function namesQuery(match: string, host: string) {
  return infiniteQueryOptions({
    queryKey: ["series", "names", match, host],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/series", {
          params: {
            query: {
              limit: A_PAGE,
              ...(match && { match }),
              ...(host && { host }),
              ...(pageParam && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 60_000,
  });
}

async function one(ask: Ask, signal: AbortSignal): Promise<Answer> {
  // the words of the address are the server's own; what it does not know it refuses with a reason
  const query = { ...ask, times: "seconds" } as { match: string };
  return (await data(api.GET("/api/v1/series/query", { params: { query }, signal }))) as Answer;
}

/** What was asked for, of all answers together. */
export function linesQuery(words: Words) {
  const asks = asksOf(words);
  return queryOptions({
    queryKey: ["series", "lines", asks, words["pick"]],
    queryFn: async ({ signal }) => {
      const all = await Promise.all(asks.map((ask) => one(ask, signal)));
      const first = all[0];
      return {
        items: chosen(
          words,
          all.flatMap((answer) => answer.items),
        ),
        damaged: all.flatMap((answer) => answer.damaged),
        step: first?.step ?? 0,
        resolution: Math.max(0, ...all.map((answer) => answer.resolution)),
      };
    },
    enabled: asks.length > 0,
  });
}

/** The largest of what was asked for. */
export function topQuery(words: Words) {
  const { match = "*", host, from, to, aggregate, smallest } = words;
  const query = {
    match,
    limit: MOST_RANKED,
    ...(host && { host }),
    ...(from && { from }),
    ...(to && { to }),
    ...(aggregate && { aggregate: aggregate as "avg" }),
    ...(smallest && { smallest: true }),
  };
  return queryOptions({
    queryKey: ["series", "top", query],
    queryFn: ({ signal }) => data(api.GET("/api/v1/series/top", { params: { query }, signal })),
  });
}
