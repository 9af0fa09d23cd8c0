/** What the audit log says. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import type { Filters } from "./filters";

export type Record_ = Schemas["Record"];
export type Verification = Schemas["Verification"];

const A_PAGE = 200;
const HEADS = 500;

export const auditQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ["audit", filters],
    queryFn: ({ pageParam }) =>
      data(
        api.GET("/api/v1/audit", {
          params: {
            query: { ...filters, limit: A_PAGE, ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const headsQuery = infiniteQueryOptions({
  queryKey: ["audit_heads"],
  queryFn: ({ pageParam }) =>
    data(
      api.GET("/api/v1/audit/heads", {
        params: { query: { limit: HEADS, ...(pageParam && { cursor: pageParam }) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (last) => last.next ?? undefined,
});

/** Asked only when somebody wants it: the server reads the whole log for it. */
export const verificationQuery = queryOptions({
  queryKey: ["audit_verification"],
  queryFn: () => data(api.GET("/api/v1/audit/verification")),
  enabled: false,
  gcTime: 0,
});
