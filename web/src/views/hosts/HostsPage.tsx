import { IconServer } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useTopic } from "@/api/live/live";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Link } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { number, size } from "@/lib/format";
import { moment } from "@/lib/time";
import { hostsQuery, type Host } from "./queries";

/** Every host that this server knows. */
export default function HostsPage() {
  const { t } = useTranslation("hosts");
  const query = useInfiniteQuery(hostsQuery);
  const client = useQueryClient();
  useTopic("hosts", { event: () => void client.invalidateQueries({ queryKey: ["hosts"] }) });
  const columns = useMemo<ColumnDef<Host>[]>(
    () => [
      {
        accessorKey: "name",
        header: t("name"),
        cell: ({ row }) => <Link to={`/hosts/${row.original.id}`}>{row.original.name}</Link>,
        meta: { width: "minmax(140px, 2fr)" },
      },
      { accessorKey: "distribution", header: t("system"), meta: { width: "minmax(160px, 3fr)" } },
      {
        accessorKey: "cpus",
        header: t("cpus"),
        cell: ({ row }) => number(row.original.cpus),
        meta: { width: "64px", numeric: true },
      },
      {
        accessorKey: "memory_bytes",
        header: t("memory"),
        cell: ({ row }) => size(row.original.memory_bytes),
        meta: { width: "96px", numeric: true },
      },
      {
        accessorKey: "last_seen",
        header: t("seen"),
        cell: ({ row }) => moment(row.original.last_seen),
        meta: { width: "190px" },
      },
    ],
    [t],
  );
  return (
    <Page title={t("title")}>
      <Sheet flush>
        <Answered query={query}>
          {(pages) => (
            <DataTable
              label={t("title")}
              rows={pages.pages.flatMap((page) => page.items)}
              columns={columns}
              rowKey={(host) => host.id}
              filter
              onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
              empty={<Empty icon={IconServer} title={t("none")} hint={t("noneHint")} />}
            />
          )}
        </Answered>
      </Sheet>
    </Page>
  );
}
