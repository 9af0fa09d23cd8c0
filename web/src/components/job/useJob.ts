import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ended, jobQuery, withEvent, type WholeJob } from "@/api/jobs";
import { useTopic } from "@/api/live/live";

/** Follow a job while it lasts; `onEnd` is called once when it ends. An empty id follows none. */
export function useJob(id: string, onEnd?: (job: WholeJob) => void): UseQueryResult<WholeJob> {
  const client = useQueryClient();
  const query = useQuery({ ...jobQuery(id), enabled: id !== "" });
  const lasts = id !== "" && !(query.data && ended(query.data.state));
  useTopic(lasts ? `job.${id}` : null, {
    snapshot: () => void client.invalidateQueries({ queryKey: ["job", id] }),
    event: ({ event, data }) => {
      if (event !== "state" && event !== "progress") return;
      client.setQueryData(jobQuery(id).queryKey, (job) => job && withEvent(job, event, data));
      // times and the result are told by the job itself alone
      if (event === "state") void client.invalidateQueries({ queryKey: ["job", id] });
    },
  });
  const told = useRef("");
  const newest = useRef(onEnd);
  useEffect(() => {
    newest.current = onEnd;
  });
  useEffect(() => {
    const job = query.data;
    if (!job || !ended(job.state) || told.current === job.id) return;
    told.current = job.id;
    newest.current?.(job);
  }, [query.data]);
  return query;
}
