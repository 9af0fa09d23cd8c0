import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTopic } from "@/api/live/live";
import { jobsQuery, withJobEvent, type Wanted } from "./queries";

/** However many jobs begin: the list is asked for anew this often at most. */
const ANEW_MS = 1_000;

/** Keep the list of jobs as it is now: changes are put in, new jobs have it asked for anew. */
export function useLiveJobs(wanted: Wanted): void {
  const client = useQueryClient();
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const anew = () => {
    timer.current ||= window.setTimeout(() => {
      timer.current = 0;
      void client.invalidateQueries({ queryKey: ["jobs"] });
    }, ANEW_MS);
  };
  useTopic("jobs", {
    snapshot: anew,
    event: ({ event, data }) => {
      const key = jobsQuery(wanted).queryKey;
      const pages = client.getQueryData(key);
      const next = pages && withJobEvent(pages, event, data);
      if (next) client.setQueryData(key, next);
      if (!next || event === "state") anew();
    },
    gap: anew,
  });
}
