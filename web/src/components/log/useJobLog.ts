import { useEffect, useMemo } from "react";
import { api, data } from "@/api/client";
import { useTopic } from "@/api/live/live";
import { LogFollower } from "./follower";
import { linesOf, type Line } from "./lines";

const A_PAGE = 500;
/** The server keeps the newest 1,000 lines of a job: so many pages at most are asked for. */
const MOST_PAGES = 4;
/** By then the server has written down what was told before we listened. */
const WRITTEN_MS = 3_000;

async function keptLines(job: string): Promise<Line[]> {
  const lines: Line[] = [];
  let cursor = "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: A_PAGE, ...(cursor && { cursor }) };
    const answer = await data(
      api.GET("/api/v1/jobs/{job}/logs", { params: { path: { job }, query } }),
    );
    lines.push(...answer.items.map((one) => ({ time: Date.parse(one.time), text: one.line })));
    if (!answer.next) break;
    cursor = answer.next;
  }
  return lines;
}

/** Hold a job's lines: those that the server kept, then those that come while it lasts. */
export function useJobLog(job: string, live: boolean): LogFollower {
  const follower = useMemo(() => new LogFollower(() => keptLines(job)), [job]);
  useEffect(() => {
    void follower.read();
    if (!live) return;
    const timer = window.setTimeout(() => void follower.read(), WRITTEN_MS);
    return () => window.clearTimeout(timer);
  }, [follower, live]);
  useTopic(live ? `job.${job}` : null, {
    snapshot: () => void follower.read(),
    event: ({ event, data: told }) => {
      if (event === "log") follower.hear(linesOf(told));
    },
    gap: () => void follower.read(),
  });
  return follower;
}
