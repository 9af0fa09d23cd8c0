import { useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useMemo, useReducer, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopic } from "@/api/live/live";
import type { Report } from "@/api/report";
import { useJob } from "@/components/job/useJob";
import { JobProgress } from "@/components/job/JobProgress";
import { Page } from "@/components/Page";
import { ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { Columns } from "./Columns";
import { specialistsOf, turnsOf } from "./course";
import { Gantt } from "./Gantt";
import classes from "./Panel.module.css";
import { columnAt } from "./replay";
import { heard, NOTHING, type Told } from "./told";

const EACH_MS = 250;
/** So much of the scale is free at the right of now. */
const ROOM = 1.15;
const SHORTEST_S = 5;

type Happened = { event: string; data: unknown; nowMs: number } | "gap";

function taken(told: Told, one: Happened): Told {
  return one === "gap" ? { ...told, gap: true } : heard(told, one.event, one.data, one.nowMs);
}

interface LivePanelProps {
  examination: string;
  /** The report's query, which says that there is none yet. */
  unknown: UseQueryResult<Report>;
}

/** A panel while it speaks; when its examination is kept, its record takes this one's place. */
export function LivePanel({ examination, unknown }: LivePanelProps) {
  const { t } = useTranslation("panel");
  const client = useQueryClient();
  const [told, tell] = useReducer(taken, NOTHING);
  const kept = () => {
    void client.invalidateQueries({ queryKey: ["report", examination] });
    void client.invalidateQueries({ queryKey: ["panel", examination] });
  };
  const job = useJob(examination, (one) => one.state === "done" && kept());
  useTopic(job.data ? `examination.${examination}` : null, {
    event: ({ event, data }) =>
      event === "kept" ? kept() : tell({ event, data, nowMs: performance.now() }),
    gap: () => tell("gap"),
  });
  const atS = useSecondsSince(told.beganMs);
  const turns = useMemo(() => turnsOf(told.events, [], atS, true), [told.events, atS]);
  const specialists = specialistsOf(told.events.map((one) => one.who));
  const columns = specialists.map((one) => {
    const column = columnAt(one, turns, told.events, atS);
    return column.calls || told.whole ? column : { ...column, state: "unheard" as const };
  });
  if (!job.data)
    return (
      <Page title={t("title")}>{job.error ? <ShowProblem error={unknown.error} /> : null}</Page>
    );
  return (
    <Page title={t("title")} subtitle={told.beganMs === null ? t("live.before") : t("live.title")}>
      <Sheet>
        <JobProgress job={job.data} />
      </Sheet>
      {!told.whole && <p className={classes.gap}>{t("live.late")}</p>}
      {told.gap && <p className={classes.gap}>{t("live.gap")}</p>}
      <Columns columns={columns} report={null} examination={examination} letters={told.letters} />
      {turns.length > 0 && (
        <Gantt
          turns={turns}
          specialists={specialists}
          endS={Math.max(SHORTEST_S, atS * ROOM)}
          atS={atS}
        />
      )}
      <p className={classes.gap}>{t("talk.live")}</p>
    </Page>
  );
}

/** Give the seconds since a moment of the page's clock; 0 before there is one. */
function useSecondsSince(beganMs: number | null): number {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    if (beganMs === null) return;
    const timer = window.setInterval(() => setNowMs(performance.now()), EACH_MS);
    return () => window.clearInterval(timer);
  }, [beganMs]);
  return beganMs === null ? 0 : Math.max(0, (nowMs - beganMs) / 1000);
}
