import { useNavigate, useParams } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { allHostsQuery } from "@/api/hosts";
import { ended, type WholeJob } from "@/api/jobs";
import { CopyAs } from "@/components/CopyAs";
import { JobProgress } from "@/components/job/JobProgress";
import { useJob } from "@/components/job/useJob";
import { ButtonLink } from "@/components/Link";
import { LogView } from "@/components/log/LogView";
import { useJobLog } from "@/components/log/useJobLog";
import { Page } from "@/components/Page";
import { Answered, ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { JobFacts } from "./JobFacts";
import classes from "./Jobs.module.css";
import { JobTimes } from "./JobTimes";
import { resultPlace } from "./queries";

/** One job: where it stands, when what happened, what it was given, what it tells. */
export default function JobPage() {
  const { t, i18n } = useTranslation("jobs");
  const { job: id = "" }: { job?: string } = useParams({ strict: false });
  const query = useJob(id);
  const kind = query.data?.kind ?? "";
  const title = i18n.exists(`jobs:kinds.${kind}`) ? t(`kinds.${kind}` as "kinds.ask") : kind;
  return (
    <Page
      title={title ? t("one", { kind: title }) : t("job")}
      subtitle={<code>{id}</code>}
      actions={
        query.data && <CopyAs markdown={() => markdown(query.data)} json={() => query.data} />
      }
    >
      <Answered query={query} height={320}>
        {(job) => <Whole job={job} />}
      </Answered>
    </Page>
  );
}

function markdown(job: WholeJob): string {
  const facts = Object.entries(job as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === "string" || typeof value === "number" ? [`- **${name}**: ${value}`] : [],
  );
  return facts.join("\n");
}

function Whole({ job }: { job: WholeJob }) {
  const { t } = useTranslation("jobs");
  const navigate = useNavigate();
  const hosts = useQuery(allHostsQuery);
  const place = resultPlace(job);
  const host = hosts.data?.find((one) => one.id === job.host)?.name ?? job.host;
  return (
    <>
      <Sheet>
        <JobProgress job={job} onRetry={(made) => void navigate({ to: `/jobs/${made.id}` })} />
        {job.state === "done" && place && (
          <ButtonLink to={place.split("?")[0] ?? ""} search={searchOf(place)} mt="sm" size="sm">
            {t("result")}
          </ButtonLink>
        )}
      </Sheet>
      <Log job={job} />
      <div className={classes.columns}>
        <JobFacts job={job} host={host} />
        <JobTimes job={job} />
      </div>
    </>
  );
}

function searchOf(place: string): never {
  return Object.fromEntries(new URLSearchParams(place.split("?")[1] ?? "")) as never;
}

function Log({ job }: { job: WholeJob }) {
  const { t } = useTranslation("jobs");
  const live = !ended(job.state);
  const log = useJobLog(job.id, live);
  return (
    <Sheet title={t("log")} aside={live ? t("logLive") : t("logKept")} flush>
      {log.error !== null && <ShowProblem error={log.error} again={() => void log.read()} />}
      <LogView ring={log.ring} label={t("log")} name={`job-${job.id}`} live={live} />
    </Sheet>
  );
}
