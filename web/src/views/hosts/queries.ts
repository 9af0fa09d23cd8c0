import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type Host = Schemas["Host"];

const A_PAGE = 500;

export const hostsQuery = infiniteQueryOptions({
  queryKey: ["hosts"],
  queryFn: ({ pageParam }) =>
    data(
      api.GET("/api/v1/hosts", {
        params: { query: { limit: A_PAGE, ...(pageParam && { cursor: pageParam }) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (last) => last.next ?? undefined,
});
