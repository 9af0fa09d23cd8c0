import { useTranslation } from "react-i18next";
import type { WholeJob } from "@/api/jobs";
import { Sheet } from "@/components/Sheet";
import { seconds } from "@/lib/format";
import { moment } from "@/lib/time";
import classes from "./Jobs.module.css";
import { lasted } from "./queries";

/** When a job was given, begun and ended, and how long each took. */
export function JobTimes({ job }: { job: WholeJob }) {
  const { t } = useTranslation("jobs");
  const waited = job.started ? lasted(job.created, job.started, 0) : null;
  const ran = job.ended ? lasted(job.started, job.ended, 0) : null;
  const end = job.ended ? t(`shared:state.${job.state}`) : t("times.ended");
  return (
    <Sheet title={t("times.title")}>
      <ol className={classes.times}>
        <Moment name={t("times.created")} at={job.created} />
        {job.due && !job.ended && <Moment name={t("times.due")} at={job.due} />}
        <Moment
          name={t("times.started")}
          at={job.started}
          after={waited === null ? "" : t("times.waited", { time: seconds(waited) })}
        />
        <Moment
          name={end}
          at={job.ended}
          after={ran === null ? "" : t("times.ran", { time: seconds(ran) })}
        />
      </ol>
    </Sheet>
  );
}

function Moment({ name, at, after = "" }: { name: string; at: string | null; after?: string }) {
  const { t } = useTranslation("jobs");
  return (
    <li data-reached={at !== null}>
      <span>{name}</span>
      <span>{at ? moment(at) : t("times.notYet")}</span>
      <span className={classes.after}>{after}</span>
    </li>
  );
}
