import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Ago } from "@/components/Ago";
import { DataTable } from "@/components/DataTable";
import { IgnoreFinding } from "@/components/IgnoreFinding";
import { Link } from "@/components/Link";
import type { Alert } from "./alert";

/** The alerts of one level. */
export function AlertRows({ label, alerts }: { label: string; alerts: Alert[] }) {
  const { t } = useTranslation("alerts");
  const columns = useMemo<ColumnDef<Alert>[]>(
    () => [
      {
        accessorKey: "title",
        header: t("what"),
        cell: ({ row }) => <What alert={row.original} />,
        meta: { width: "minmax(260px, 5fr)" },
      },
      {
        accessorKey: "hostName",
        header: t("host"),
        cell: ({ row: { original: one } }) =>
          one.host &&
          one.source !== "host" && (
            <Link to={`/hosts/${encodeURIComponent(one.host)}`} title={one.hostName}>
              {one.hostName || one.host}
            </Link>
          ),
        meta: { width: "minmax(100px, 1.3fr)" },
      },
      {
        accessorKey: "source",
        header: t("source"),
        cell: ({ row }) => t(`sources.${row.original.source}`),
        meta: { width: "96px" },
      },
      {
        accessorKey: "time",
        header: t("time"),
        cell: ({ row }) => row.original.time && <Ago time={row.original.time} />,
        meta: { width: "124px" },
      },
      {
        id: "do",
        header: () => <span className="hx-hidden">{t("acknowledge")}</span>,
        enableSorting: false,
        cell: ({ row: { original: one } }) =>
          one.finding && <IgnoreFinding {...one.finding} compact word={t("acknowledge")} />,
        meta: { width: "136px" },
      },
    ],
    [t],
  );
  return (
    <DataTable
      label={label}
      rows={alerts}
      columns={columns}
      rowKey={(one) => one.key}
      height={400}
      empty={null}
    />
  );
}

function What({ alert: one }: { alert: Alert }) {
  const { t } = useTranslation("alerts");
  const title = one.says === "" ? one.title : t(`says.${one.says}`, { title: one.title });
  const said = one.detail && one.says ? `${title}: ${one.detail}` : title;
  return one.to ? (
    <Link to={one.to} title={said}>
      {said}
    </Link>
  ) : (
    <span title={said}>{said}</span>
  );
}
