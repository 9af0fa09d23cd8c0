/** What the server keeps of an evidence around the window of its examination. */
import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { Report } from "@/api/report";
import type { Points } from "@/components/charts/Sparkline";
import type { KeyedEvidence } from "./told";

/** Seconds shown before and after the window. */
const BEFORE_S = 3_600;
const AFTER_S = 900;

const NO_LABEL_VALUE = /[,{}="]/;

/** Write the question for a series: globs escaped; labels that can't be asked by are left out. */
export function matchOf({ family, labels }: Pick<KeyedEvidence, "family" | "labels">): string {
  const asked = Object.entries(labels)
    .filter(([, value]) => value !== "" && !NO_LABEL_VALUE.test(value))
    .map(([name, value]) => `${name}=${value.replace(/[*?[]/g, "[$&]")}`);
  return asked.length ? `${family}{${asked.join(",")}}` : family;
}

/** The window of an examination in seconds since 1970. */
export function windowOf(report: Report): readonly [number, number] {
  const started = new Date(report.window.started).getTime() / 1000;
  return [started, new Date(report.window.ended).getTime() / 1000];
}

/** The own moments of an evidence, in seconds since 1970. */
export function ownPoints(evidence: KeyedEvidence, report: Report): Points {
  const [started] = windowOf(report);
  return evidence.series.map(([at, value]) => [started + at, value] as const);
}

export function historyQuery(report: Report, evidence: KeyedEvidence) {
  const [started, ended] = windowOf(report);
  return queryOptions({
    queryKey: ["series", "around", report.id, evidence.key],
    queryFn: async (): Promise<Points> => {
      const query = {
        match: matchOf(evidence),
        host: report.host.id,
        from: String(started - BEFORE_S),
        to: String(ended + AFTER_S),
        times: "seconds" as const,
      };
      const answer = await data(api.GET("/api/v1/series/query", { params: { query } }));
      const line = answer.items.find((one) => one.key === evidence.key);
      return (line?.points ?? []).map(([at, value]) => [Number(at), Number(value)] as const);
    },
    staleTime: 60_000,
    retry: false,
  });
}
