/** How answers are kept: shared settings of TanStack Query, and the caller. */
import { QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { api, data, keepCsrf, type Schemas } from "./client";
import { Problem } from "./problem";

const FRESH_MS = 5_000;
const MOST_TRIES = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

export function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (tries, error) => tries < MOST_TRIES && mayPass(error),
        retryDelay: (tries) => Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS),
        throwOnError: false,
      },
    },
  });
}

/** Tell whether trying again may help: a server that is away comes back, a refusal stays one. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof Problem && (error.status === 0 || error.status >= 500 || error.status === 429)
  );
}

export type Me = Schemas["Me"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async (): Promise<Me> => {
    const me = await data(api.GET("/api/v1/me"));
    keepCsrf(me.csrf);
    return me;
  },
  staleTime: Infinity,
});

/** Give who is logged in; undefined until it is known. */
export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

/** Tell whether a caller may do something to some of a resource: `may(me, "read", "users")`. */
export function may(me: Me | undefined, verb: string, resource: string): boolean {
  return (me?.permissions ?? []).some((one) => {
    const [verbs, resources] = one.split(":");
    return (verbs === "*" || verbs === verb) && (resources === "*" || resources === resource);
  });
}
