import type { Visit } from "./world/browser";

/** Every page of the dashboard by an address that shows it, for what has to hold on each of them. */
export const PAGES: Record<string, string> = {
  diagnosis: "/",
  welcome: "/welcome",
  overview: "/overview",
  hosts: "/hosts",
  examinations: "/examinations",
  findings: "/findings",
  alerts: "/alerts",
  live: "/live",
  metrics: "/series",
  history: "/history",
  compare: "/compare",
  performance: "/performance",
  specialists: "/specialists",
  tasks: "/tasks",
  jobs: "/jobs",
  schedules: "/schedules",
  snapshots: "/snapshots",
  reports: "/reports",
  settings: "/settings",
};

/** The same, and the pages of one thing: of this machine's newest examination and its first finding. */
export async function addresses(visit: Visit): Promise<Record<string, string>> {
  const get = async (path: string): Promise<{ items: Record<string, string>[] }> =>
    (await (await visit.page.request.get(visit.url + path)).json()) as {
      items: Record<string, string>[];
    };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { items } = await get("/api/v1/findings?limit=1");
    const [finding] = items;
    if (finding) {
      const one = `/examinations/${finding.examination}`;
      return {
        ...PAGES,
        examination: one,
        finding: `${one}/findings/${finding.id}`,
        panel: `${one}/panel`,
        ask: `${one}/ask`,
      };
    }
    await visit.page.waitForTimeout(1_000);
  }
  throw new Error("the first examination of this machine found nothing to show");
}

/** Seconds that the first examination may take. */
const MOST_TRIES = 40;
