/** What the overview shows, asked anew as events tell of it. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, data } from "@/api/client";
import { findingsNowQuery, type Finding } from "@/api/findings";
import { allHostsQuery, type Fetched } from "@/api/hosts";
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
    ...findingsNowQuery("medium", language),
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

/** What is counted: the rest harms nobody, and there is much of it. */
export const GRAVE = SEVERITIES.slice(0, 3);

/** Counts of what is not ignored; `cut` where there is more than was read. */
export interface Found {
  counts: Partial<Record<SeverityName, number>>;
  cut: boolean;
}

function bySeverity(found: Fetched<Finding> | undefined): Found | undefined {
  if (!found) return undefined;
  const of = (severity: SeverityName) =>
    found.items.filter((one) => one.severity === severity && !one.ignored).length;
  return { counts: Object.fromEntries(GRAVE.map((one) => [one, of(one)])), cut: found.cut };
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
