/** The last hour of each host in three lines: what its CPUs, its memory and its disks did. */
import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { Points } from "@/components/charts/Sparkline";

export const LINES = ["cpu", "memory", "disk"] as const;
export type LineName = (typeof LINES)[number];

/** By the host's id. */
export type Lines = ReadonlyMap<string, Points>;

const ASKED: Record<LineName, { match: string; group?: string; combine?: "max" }> = {
  cpu: { match: "cpu.utilization{cpu=all}" },
  memory: { match: "memory.utilization" },
  // the busiest of its disks
  disk: { match: "disk.utilization", group: "host", combine: "max" },
};

const FROM = "-1h";
const STEP = "2m";
const AGAIN_MS = 60_000;

export function linesQuery(name: LineName) {
  return queryOptions({
    queryKey: ["series", "overview", name],
    queryFn: async (): Promise<Lines> => {
      const query = { ...ASKED[name], from: FROM, step: STEP, times: "seconds" as const };
      const answer = await data(api.GET("/api/v1/series/query", { params: { query } }));
      return new Map(
        answer.items.map((line) => [
          line.host,
          line.points.map(([at, value]) => [Number(at), Number(value)] as const),
        ]),
      );
    },
    refetchInterval: AGAIN_MS,
    staleTime: AGAIN_MS,
    retry: false,
  });
}

/** The value that was told last. */
export function newestValue(points: Points | undefined): number | null {
  return points?.at(-1)?.[1] ?? null;
}
