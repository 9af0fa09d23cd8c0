import { IconStack2 } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { allHostsQuery } from "@/api/hosts";
import type { Job } from "@/api/jobs";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { JobFilters } from "./JobFilters";
import { jobsQuery, wantedOf } from "./queries";
import { useJobColumns } from "./useJobColumns";
import { useLiveJobs } from "./useLiveJobs";

const EXPORTED = [
  "id",
  "kind",
  "state",
  "host",
  "progress",
  "attempts",
  "worker",
  "created",
  "started",
  "ended",
  "reason",
] as const satisfies readonly (keyof Job)[];

/** All work that lasts: what waits, runs, and has ended. */
export default function JobsPage() {
  const { t } = useTranslation("jobs");
  const [words] = useAddress();
  const wanted = useMemo(() => wantedOf(words), [words]);
  const query = useInfiniteQuery(jobsQuery(wanted));
  const hosts = useQuery(allHostsQuery);
  useLiveJobs(wanted);
  const names = useMemo(
    () => new Map((hosts.data ?? []).map((one) => [one.id, one.name])),
    [hosts.data],
  );
  const columns = useJobColumns(names);
  const jobs = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const line = (job: Job) => `| ${job.kind} | ${job.state} | ${names.get(job.host) ?? ""} |`;
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          <CopyAs
            markdown={() =>
              [`| ${t("kind")} | ${t("state")} | ${t("host")} |`, "| --- | --- | --- |"]
                .concat(jobs.map(line))
                .join("\n")
            }
            json={() => jobs}
          />
          <Export
            name="jobs"
            columns={EXPORTED}
            rows={() => jobs.map((job) => EXPORTED.map((name) => job[name]))}
            json={() => jobs}
          />
        </>
      }
    >
      <JobFilters wanted={wanted} hosts={hosts.data ?? []} />
      <Sheet flush>
        <Answered query={query}>
          {() => (
            <DataTable
              label={t("title")}
              rows={jobs}
              columns={columns}
              rowKey={(job) => job.id}
              height={640}
              onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
              empty={
                <Empty
                  icon={IconStack2}
                  title={t("none")}
                  hint={<ButtonLink to="/hosts">{t("noneHint")}</ButtonLink>}
                />
              }
            />
          )}
        </Answered>
      </Sheet>
    </Page>
  );
}
