/** What this view asks the server. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { usePreferences } from "@/state/preferences";

export type Kept = Schemas["Examination"];
export type Difference = Schemas["Difference"];
export type Change = Schemas["Change"];
export type Job = Schemas["JobShown"];
/** `here` says whether it is the machine that the server itself runs on. */
type Host = Schemas["Host"] & { here?: boolean };

type Lang = Schemas["Language"];

const A_PAGE = 200;
const MOST_HOSTS = 500;

/** Ask for the newest examination of a host, or of all where none is named; null: none is kept. */
export function newestQuery(host: string, language: string) {
  return queryOptions({
    queryKey: ["examinations", "newest", host, language],
    queryFn: async (): Promise<Kept | null> => {
      const query = { limit: 1, lang: language as Lang, ...(host && { host }) };
      const page = await data(api.GET("/api/v1/examinations", { params: { query } }));
      return page.items[0] ?? null;
    },
  });
}

/** Ask which host the server itself runs on; empty where it cannot say. */
export const hereQuery = queryOptions({
  queryKey: ["hosts", "here"],
  queryFn: async (): Promise<string> => {
    const query = { limit: MOST_HOSTS };
    const page = await data(api.GET("/api/v1/hosts", { params: { query } }));
    const hosts: Host[] = page.items;
    return hosts.find((one) => one.here)?.id ?? "";
  },
  staleTime: 60_000,
});

/** Ask for the examination of the same host that came before one. */
export function beforeQuery(one: { id: string; host: string; time: string }, language: string) {
  return queryOptions({
    queryKey: ["examinations", "before", one.id, language],
    queryFn: async (): Promise<Kept | null> => {
      const query = { host: one.host, until: one.time, limit: 2, lang: language as Lang };
      const page = await data(api.GET("/api/v1/examinations", { params: { query } }));
      return page.items.find((other) => other.id !== one.id && other.time <= one.time) ?? null;
    },
  });
}

/** What of the kept examinations is asked for; empty words ask for all. */
export interface Wanted {
  host: string;
  since: string;
}

/** Ask for kept examinations, the newest first. */
export function keptQuery({ host, since }: Wanted, language: string) {
  return infiniteQueryOptions({
    queryKey: ["examinations", "kept", host, since, language],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: A_PAGE,
        lang: language as Lang,
        ...(host && { host }),
        ...(since && { since }),
        ...(pageParam && { cursor: pageParam }),
      };
      return data(api.GET("/api/v1/examinations", { params: { query } }));
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** Ask for what differs between two examinations. */
export function differenceQuery(before: string, after: string, language: string) {
  return queryOptions({
    queryKey: ["examinations", "difference", before, after, language],
    queryFn: async (): Promise<Difference> => {
      const query = { before, after, lang: language as Lang };
      // pairs are read as lists by the client's types
      const found: unknown = await data(
        api.GET("/api/v1/examinations/compare", { params: { query } }),
      );
      return found as Difference;
    },
    staleTime: Infinity,
  });
}

/** Ask whether an examination is under way or waits. */
export const underWayQuery = queryOptions({
  queryKey: ["jobs", "examining"],
  queryFn: async (): Promise<Job | null> => {
    const query = { kind: "examine", state: ["waiting", "running"] as Job["state"][], limit: 1 };
    const page = await data(api.GET("/api/v1/jobs", { params: { query } }));
    return page.items[0] ?? null;
  },
  staleTime: 0,
});

/** Have a host examined, the server's own where none is named; gives the examination's id. */
export async function examineNow(host: string): Promise<string> {
  const language = usePreferences.getState().language;
  const begun = await data(api.POST("/api/v1/examinations", { body: { host, language } }));
  return begun.id;
}

/** Remove a kept examination with everything that belongs to it. */
export async function removeExamination(examination: string): Promise<void> {
  await api.DELETE("/api/v1/examinations/{examination}", { params: { path: { examination } } });
}
