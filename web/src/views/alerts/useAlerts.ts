/** Everything that alerts are made of, asked anew as events tell of it. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data, type Schemas } from "@/api/client";
import { findingsNowQuery } from "@/api/findings";
import { allHostsQuery } from "@/api/hosts";
import { useRefetch } from "@/api/live/refetch";
import { may, useMe } from "@/api/queries";
import { standingQuery } from "@/api/standing";
import { useNowMs } from "@/components/Ago";
import { usePreferences } from "@/state/preferences";
import { alertsOf } from "./alert";

const MOST_JOBS = 200;
const READY_MS = 15_000;

const failedQuery = queryOptions({
  queryKey: ["jobs", "failed"],
  queryFn: () =>
    data(api.GET("/api/v1/jobs", { params: { query: { state: ["failed"], limit: MOST_JOBS } } })),
});

const readyQuery = queryOptions({
  queryKey: ["ready"],
  queryFn: async (): Promise<Schemas["PartReady"][]> => {
    // not ready is 503 with the same document: an answer here, no problem
    const answer = await fetch("/readyz", { headers: { Accept: "application/json" } });
    const said = (await answer.json()) as Partial<Schemas["Ready"]>;
    return said.parts ?? [];
  },
  refetchInterval: READY_MS,
});

export function useAlerts() {
  const me = useMe();
  const now = useNowMs();
  const language = usePreferences((state) => state.language);
  const mayRead = (resource: string) => may(me, "read", resource);
  const findings = useQuery(findingsNowQuery("medium", language));
  const jobs = useQuery({ ...failedQuery, enabled: mayRead("jobs") });
  const hosts = useQuery({ ...allHostsQuery, enabled: mayRead("hosts") });
  const standing = useQuery({ ...standingQuery(language), enabled: mayRead("examinations") });
  const ready = useQuery(readyQuery);
  useRefetch("findings", ["findings"]);
  useRefetch(mayRead("jobs") ? "jobs" : null, ["jobs", "failed"]);
  useRefetch(mayRead("examinations") ? "examinations" : null, ["examinations", "newest"]);
  const alerts = useMemo(
    () =>
      alertsOf(
        {
          findings: findings.data?.items ?? [],
          jobs: jobs.data?.items ?? [],
          hosts: hosts.data ?? [],
          standing: standing.data,
          parts: ready.data ?? [],
        },
        now,
      ),
    [findings.data, jobs.data, hosts.data, standing.data, ready.data, now],
  );
  const missing = [findings, jobs, hosts, standing, ready].find((one) => one.isError)?.error;
  return { findings, alerts, missing, cut: findings.data?.cut ?? false };
}
