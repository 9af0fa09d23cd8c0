import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type Performance = Schemas["Performance"];
export type Did = Schemas["Did"];

/** Ranges of time, in seconds; '' is all that is kept. */
export const RANGES = { "24h": 86_400, "7d": 604_800, "30d": 2_592_000, "": 0 } as const;
export type Range = keyof typeof RANGES;

/** How many panels are looked at: the server looks at 100 at most. */
export const COUNTS = ["20", "50", "100"] as const;

/** How specialists did at the newest panels of a range of time. */
export function performanceQuery(range: Range, host: string, panels: number) {
  return queryOptions({
    queryKey: ["panel", "performance", range, host, panels],
    queryFn: () => {
      const since = RANGES[range]
        ? new Date(Date.now() - RANGES[range] * 1000).toISOString()
        : undefined;
      const query = { panels, ...(since && { since }), ...(host && { host }) };
      return data(api.GET("/api/v1/panel/performance", { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });
}
