import { IconDownload, IconPackage } from "@tabler/icons-react";
import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, data, type Schemas } from "@/api/client";
import { useRefetch } from "@/api/live/refetch";
import { may, useMe } from "@/api/queries";
import { Ago } from "@/components/Ago";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Link } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { tabled } from "@/lib/markdown";
import { moment } from "@/lib/time";
import { UploadBundle } from "./UploadBundle";

type Snapshot = Schemas["Snapshot"];

const A_PAGE = 200;
const COLUMNS = ["id", "host", "host_name", "state", "time", "bundle"] as const;

const judgedQuery = infiniteQueryOptions({
  queryKey: ["snapshots", "judged"],
  queryFn: ({ pageParam }) =>
    data(
      api.GET("/api/v1/snapshots", {
        params: { query: { limit: A_PAGE, ...(pageParam && { cursor: pageParam }) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (last) => last.next ?? undefined,
});

const waitingQuery = queryOptions({
  queryKey: ["snapshots", "waiting"],
  queryFn: () => data(api.GET("/api/v1/snapshots/waiting")),
});

/** The evidence bundles that were sent: waiting to be judged, or judged and kept. */
export default function SnapshotsPage() {
  const { t } = useTranslation("hosts");
  const me = useMe();
  const judged = useInfiniteQuery(judgedQuery);
  const waiting = useQuery(waitingQuery);
  useRefetch(may(me, "read", "jobs") ? "jobs" : null, ["snapshots"]);
  useRefetch(may(me, "read", "examinations") ? "examinations" : null, ["snapshots"]);
  const rows = [
    ...(waiting.data ?? []),
    ...(judged.data?.pages.flatMap((page) => page.items) ?? []),
  ];
  const { hasNextPage, isFetching, fetchNextPage } = judged;
  return (
    <Page
      title={t("snapshots.title")}
      subtitle={t("snapshots.subtitle")}
      actions={
        <>
          <CopyAs markdown={() => markdownOf(rows)} json={() => rows} />
          <Export
            name="snapshots"
            columns={COLUMNS}
            rows={() => rows.map((row) => COLUMNS.map((name) => row[name]))}
          />
        </>
      }
    >
      {may(me, "create", "snapshots") && <UploadBundle />}
      <Sheet title={t("snapshots.kept")} flush>
        <Answered query={judged} height={240}>
          {() => (
            <Rows rows={rows} onEnd={() => void (hasNextPage && !isFetching && fetchNextPage())} />
          )}
        </Answered>
      </Sheet>
    </Page>
  );
}

function Rows({ rows, onEnd }: { rows: Snapshot[]; onEnd: () => void }) {
  const { t } = useTranslation("hosts");
  const columns = useMemo<ColumnDef<Snapshot>[]>(
    () => [
      {
        accessorKey: "host_name",
        header: t("snapshots.host"),
        cell: ({ row: { original: one } }) => (
          <Link to={`/hosts/${encodeURIComponent(one.host)}`}>{one.host_name}</Link>
        ),
        meta: { width: "minmax(120px, 2fr)" },
      },
      {
        accessorKey: "state",
        header: t("snapshots.state"),
        cell: ({ row: { original: one } }) =>
          one.state === "waiting" ? (
            <Link to={`/jobs/${encodeURIComponent(one.id)}`}>{t("snapshots.waiting")}</Link>
          ) : (
            <Link to={`/examinations/${encodeURIComponent(one.id)}`}>{t("snapshots.judged")}</Link>
          ),
        meta: { width: "minmax(120px, 1fr)" },
      },
      {
        accessorKey: "time",
        header: t("snapshots.time"),
        cell: ({ row }) => <Ago time={row.original.time} />,
        meta: { width: "140px" },
      },
      {
        id: "bundle",
        header: t("snapshots.bundle"),
        enableSorting: false,
        cell: ({ row: { original: one } }) =>
          one.state === "judged" && (
            <a
              href={`/api/v1/snapshots/${encodeURIComponent(one.id)}/bundle`}
              aria-label={t("snapshots.download", { host: one.host_name.slice(0, 80) })}
            >
              <IconDownload size={16} aria-hidden /> .hxb
            </a>
          ),
        meta: { width: "110px" },
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={t("snapshots.title")}
      rows={rows}
      columns={columns}
      rowKey={(one) => `${one.state} ${one.id}`}
      filter
      onEnd={onEnd}
      empty={
        <Empty
          icon={IconPackage}
          title={t("snapshots.none")}
          hint={
            <>
              {t("snapshots.noneHint")} <code>hexascope record --output host.hxb</code>
            </>
          }
        />
      }
    />
  );
}

function markdownOf(rows: readonly Snapshot[]): string {
  return tabled(
    ["Host", "State", "Time", "Id"],
    rows.map((one) => [one.host_name, one.state, moment(one.time), one.id]),
  );
}
