import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTopic } from "@/api/live/live";
import { SECTIONS } from "./catalogue";
import { HostFlow, type Shown } from "./flow";
import { kept } from "./queries";

/** How often it is seen whether what is kept is to be asked for. */
const POLL_MS = 8_000;
const TICK_MS = 1_000;

/** The samples of a host while the page shows it live; null shows something else. */
export function useHostFlow(host: string | null, span: number) {
  const [flow, setFlow] = useState(() => new HostFlow(span));
  const [of, setOf] = useState(host);
  const [problem, setProblem] = useState<string | null>(null);
  if (host !== null && host !== of) {
    setOf(host);
    setFlow(new HostFlow(span));
    setProblem(null);
  }
  useTopic(host && `host.${host}`, {
    event: ({ event, data }) => {
      if (event === "sample") flow.take(data);
    },
    gap: () => flow.gap(),
    problem: (title, detail) => setProblem(detail || title),
  });
  useEffect(() => {
    flow.setSpan(span);
  }, [flow, span]);
  useKept(flow, host, span);
  useEffect(() => {
    if (host === null) return;
    // while nothing comes the time goes on all the same: the gap is seen to grow
    const timer = window.setInterval(() => {
      if (flow.staleS()) flow.redraw.ask();
    }, TICK_MS);
    return () => window.clearInterval(timer);
  }, [flow, host]);
  return { flow, problem };
}

/** Begin with what the server has kept; ask again where no samples come. */
function useKept(flow: HostFlow, host: string | null, span: number): void {
  const newest = useRef(flow);
  useEffect(() => {
    newest.current = flow;
  });
  useEffect(() => {
    if (host === null) return;
    const stop = new AbortController();
    const ask = () =>
      Promise.all(
        SECTIONS.flatMap(({ matches }) => matches).map((match) =>
          kept(host, match, `-${span}s`, "now", true, stop.signal).catch(() => null),
        ),
      ).then((answers) => {
        if (stop.signal.aborted) return;
        const lines = answers.flatMap((one) => one?.items ?? []);
        flow.seed(lines.map(({ key, points }) => ({ key, points: points as [number, number][] })));
      });
    void ask();
    const timer = window.setInterval(() => {
      if (flow.due()) void ask();
    }, POLL_MS);
    return () => {
      stop.abort();
      window.clearInterval(timer);
    };
  }, [flow, host, span]);
}

/** What tables and badges show now. */
export function useShown(flow: HostFlow): Shown {
  return useSyncExternalStore(flow.watch, flow.look);
}

/** Which series there are; only a change of them draws anew. */
export function useKeys(flow: HostFlow): readonly string[] {
  return useSyncExternalStore(
    flow.watch,
    useCallback(() => flow.look().keys, [flow]),
  );
}
