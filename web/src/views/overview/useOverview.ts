/** What the overview shows, asked anew as events tell of it. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data } from "@/api/client";
import { findingsNowQuery, type Finding } from "@/api/findings";
import { allHostsQuery } from "@/api/hosts";
import { useRefetch } from "@/api/live/refetch";
import { may, useMe } from "@/api/queries";
import { SEVERITIES, type SeverityName } from "@/api/report";
import { standingQuery } from "@/api/standing";
import { useNowMs } from "@/components/Ago";
import { usePreferences } from "@/state/preferences";
import { glancesOf } from "./glance";
import { LINES, linesQuery, type LineName, type Lines } from "./lines";

export const MOST_JOBS = 200;
export const JOB_STATES = ["waiting", "running", "failed"] as const;

/** Jobs that have not ended well, 200 of each kind at most: more are shown as "200+". */
const jobsQuery = queryOptions({
  queryKey: ["jobs", "counts"],
  queryFn: async () => {
    const count = async (state: (typeof JOB_STATES)[number]) => {
      const query = { state: [state], limit: MOST_JOBS };
      const page = await data(api.GET("/api/v1/jobs", { params: { query } }));
      return { count: page.items.length, more: page.next !== null };
    };
    const [waiting, running, failed] = await Promise.all(JOB_STATES.map(count));
    return { waiting, running, failed };
  },
});

const panelQuery = queryOptions({
  queryKey: ["insights", "panel"],
  queryFn: () => data(api.GET("/api/v1/insights/panel")),
  retry: false,
});

export function useOverview() {
  const me = useMe();
  const now = useNowMs();
  const language = usePreferences((state) => state.language);
  const mayRead = (resource: string) => may(me, "read", resource);
  const hosts = useQuery(allHostsQuery);
  const examined = useQuery({ ...standingQuery(language), enabled: mayRead("examinations") });
  const findings = useQuery({
    ...findingsNowQuery("info", language),
    enabled: mayRead("findings"),
  });
  const jobs = useQuery({ ...jobsQuery, enabled: mayRead("jobs") });
  const panel = useQuery({ ...panelQuery, enabled: mayRead("insights") });
  const newestKey = ["examinations", "newest"];
  useRefetch("hosts", ["hosts"]);
  useRefetch(
    mayRead("examinations") ? "examinations" : null,
    newestKey,
    ["findings", "now"],
    ["insights"],
  );
  useRefetch(mayRead("jobs") ? "jobs" : null, ["jobs", "counts"]);
  const glances = useMemo(
    () => glancesOf(hosts.data ?? [], examined.data ?? new Map(), now),
    [hosts.data, examined.data, now],
  );
  return {
    hosts,
    glances,
    findings: bySeverity(findings.data),
    jobs: jobs.data,
    panel: panel.data,
  };
}

function bySeverity(findings: readonly Finding[] | undefined) {
  if (!findings) return undefined;
  const counts = Object.fromEntries(SEVERITIES.map((one) => [one, 0]));
  for (const one of findings) {
    if (!one.ignored) counts[one.severity] = (counts[one.severity] ?? 0) + 1;
  }
  return counts as Record<SeverityName, number>;
}

/** The lines of all hosts; a map is empty where nothing is kept or may be read. */
export function useLines(): Record<LineName, Lines> {
  const me = useMe();
  const enabled = may(me, "read", "series");
  const cpu = useQuery({ ...linesQuery(LINES[0]), enabled }).data;
  const memory = useQuery({ ...linesQuery(LINES[1]), enabled }).data;
  const disk = useQuery({ ...linesQuery(LINES[2]), enabled }).data;
  return useMemo(
    () => ({ cpu: cpu ?? new Map(), memory: memory ?? new Map(), disk: disk ?? new Map() }),
    [cpu, memory, disk],
  );
}
