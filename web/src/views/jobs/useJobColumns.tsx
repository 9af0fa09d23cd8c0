import { Progress } from "@mantine/core";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ended, type Job } from "@/api/jobs";
import { JobState } from "@/components/job/JobState";
import { Link } from "@/components/Link";
import { percent, seconds } from "@/lib/format";
import { moment } from "@/lib/time";
import classes from "./Jobs.module.css";
import { lasted } from "./queries";

/** The columns of the list of jobs; `names` are those of hosts by id. */
export function useJobColumns(names: ReadonlyMap<string, string>): ColumnDef<Job>[] {
  const { t, i18n } = useTranslation("jobs");
  return useMemo<ColumnDef<Job>[]>(() => {
    const kind = (word: string) =>
      i18n.exists(`jobs:kinds.${word}`) ? t(`kinds.${word}` as "kinds.ask") : word;
    return [
      {
        accessorKey: "kind",
        header: t("kind"),
        cell: ({ row: { original: job } }) => <Link to={`/jobs/${job.id}`}>{kind(job.kind)}</Link>,
        meta: { width: "minmax(110px, 1fr)" },
      },
      {
        accessorKey: "state",
        header: t("state"),
        cell: ({ row: { original: job } }) => (
          <JobState of={job.state} cancelling={job.cancelling} />
        ),
        meta: { width: "124px" },
      },
      {
        id: "progress",
        accessorKey: "progress",
        header: t("progress"),
        cell: ({ row: { original: job } }) => <Share job={job} />,
        meta: { width: "130px" },
      },
      {
        id: "host",
        accessorFn: (job) => names.get(job.host) ?? job.host,
        header: t("host"),
        cell: ({ row: { original: job } }) =>
          job.host && <Link to={`/hosts/${job.host}`}>{names.get(job.host) ?? job.host}</Link>,
        meta: { width: "minmax(100px, 1.4fr)" },
      },
      {
        id: "what",
        accessorFn: (job) => job.reason || job.step,
        header: t("what"),
        cell: ({ row: { original: job } }) => {
          const words = ended(job.state) ? job.reason : job.reason || job.step;
          return <span title={words}>{words}</span>;
        },
        meta: { width: "minmax(140px, 3fr)" },
      },
      {
        accessorKey: "attempts",
        header: t("attempts"),
        meta: { width: "68px", numeric: true },
      },
      {
        id: "lasted",
        accessorFn: (job) => lasted(job.started, job.ended, 0) ?? -1,
        header: t("lasted"),
        cell: ({ row: { original: job } }) => {
          const took = job.ended ? lasted(job.started, job.ended, 0) : null;
          return took === null ? "" : seconds(took);
        },
        meta: { width: "80px", numeric: true },
      },
      {
        accessorKey: "created",
        header: t("created"),
        cell: ({ row: { original: job } }) => moment(job.created),
        meta: { width: "196px" },
      },
      {
        accessorKey: "worker",
        header: t("worker"),
        cell: ({ row: { original: job } }) => (
          <span title={job.worker} className={classes.worker}>
            {job.worker}
          </span>
        ),
        meta: { width: "minmax(90px, 1fr)" },
      },
    ];
  }, [t, i18n, names]);
}

function Share({ job }: { job: Job }) {
  if (ended(job.state) && job.state !== "done") return null;
  const share = job.state === "done" ? 1 : job.progress;
  return (
    <span className={classes.share}>
      <Progress value={share * 100} size="sm" className={classes.bar} aria-hidden />
      <span>{percent(share)}</span>
    </span>
  );
}
