/** Ask anew when something is told live: once for what comes together. */
import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTopic } from "./live";

const TOGETHER_MS = 1_500;

/** Ask some answers anew after events of a topic, at most once in 1.5 s. */
export function useRefetch(topic: string | null, ...keys: QueryKey[]): void {
  const client = useQueryClient();
  const timer = useRef(0);
  const soon = () => {
    timer.current ||= window.setTimeout(() => {
      timer.current = 0;
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    }, TOGETHER_MS);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useTopic(topic, { event: soon, gap: soon });
}
