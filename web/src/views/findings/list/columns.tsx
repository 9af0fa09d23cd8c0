import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "@/api/findings";
import { SEVERITIES, type SeverityName } from "@/api/report";
import { Ago } from "@/components/Ago";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { placeOf } from "../finding/Neighbours";

/** The columns of the list; whether a finding is ignored only where some may be. */
export function useColumns(withIgnored: boolean): ColumnDef<Finding>[] {
  const { t } = useTranslation("findings");
  return useMemo(() => {
    const columns: ColumnDef<Finding>[] = [
      {
        id: "severity",
        accessorFn: (one) => -SEVERITIES.indexOf(one.severity as SeverityName),
        header: t("severity"),
        cell: ({ row }) => <Severity of={row.original.severity as SeverityName} />,
        meta: { width: "96px" },
      },
      {
        accessorKey: "title",
        header: t("finding"),
        cell: ({ row: { original: one } }) => (
          <Link to={placeOf(one.examination, one.id)} title={one.title}>
            {one.title}
          </Link>
        ),
        meta: { width: "minmax(260px, 5fr)" },
      },
      {
        accessorKey: "host_name",
        header: t("host"),
        cell: ({ row: { original: one } }) => (
          <Link to={`/hosts/${encodeURIComponent(one.host)}`} title={one.host_name}>
            {one.host_name}
          </Link>
        ),
        meta: { width: "minmax(110px, 1.4fr)" },
      },
      {
        accessorKey: "culprit",
        header: t("culprit"),
        cell: ({ row }) => <span title={row.original.culprit}>{row.original.culprit}</span>,
        meta: { width: "minmax(100px, 1.4fr)" },
      },
      {
        accessorKey: "resource",
        header: t("resource"),
        cell: ({ row }) => t(`shared:resource.${row.original.resource}`, row.original.resource),
        meta: { width: "minmax(90px, 1fr)" },
      },
      {
        accessorKey: "when",
        header: t("when"),
        cell: ({ row }) => (row.original.when === "past" ? t("filter.past") : t("filter.now")),
        meta: { width: "80px" },
      },
      {
        accessorKey: "time",
        header: t("time"),
        cell: ({ row }) => <Ago time={row.original.time} />,
        meta: { width: "130px" },
      },
    ];
    const ignored: ColumnDef<Finding> = {
      accessorKey: "ignored",
      header: t("ignored"),
      cell: ({ row }) => row.original.ignored && t("ignored"),
      meta: { width: "90px" },
    };
    return withIgnored ? [...columns, ignored] : columns;
  }, [t, withIgnored]);
}
