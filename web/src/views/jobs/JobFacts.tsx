import { useTranslation } from "react-i18next";
import type { WholeJob } from "@/api/jobs";
import { Link } from "@/components/Link";
import { Sheet } from "@/components/Sheet";
import classes from "./Jobs.module.css";

/** What a job was given, and who has it. */
export function JobFacts({ job, host }: { job: WholeJob; host: string }) {
  const { t } = useTranslation("jobs");
  return (
    <Sheet title={t("facts")}>
      <dl className={classes.facts}>
        <dt>{t("by")}</dt>
        <dd>{job.by}</dd>
        <dt>{t("host")}</dt>
        <dd>{job.host ? <Link to={`/hosts/${job.host}`}>{host}</Link> : t("noHost")}</dd>
        {job.schedule && (
          <>
            <dt>{t("schedule")}</dt>
            <dd>
              <Link to="/schedules" search={{ schedule: job.schedule }}>
                {job.schedule}
              </Link>
            </dd>
          </>
        )}
        <dt>{t("worker")}</dt>
        <dd>{job.worker || t("noWorker")}</dd>
        <dt>{t("attempts")}</dt>
        <dd>{t("attemptsOf", { count: job.attempts, most: job.most_attempts })}</dd>
        <dt>{t("priority")}</dt>
        <dd>{job.priority}</dd>
      </dl>
      <details className={classes.more}>
        <summary>{t("payload")}</summary>
        <pre className={classes.data} tabIndex={0}>
          {JSON.stringify(job.payload, null, 2)}
        </pre>
      </details>
      {job.result && (
        <details className={classes.more}>
          <summary>{t("resultData")}</summary>
          <pre className={classes.data} tabIndex={0}>
            {JSON.stringify(job.result, null, 2)}
          </pre>
        </details>
      )}
    </Sheet>
  );
}
