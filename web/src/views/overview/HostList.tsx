import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Ago } from "@/components/Ago";
import { DataTable } from "@/components/DataTable";
import { Link } from "@/components/Link";
import { Score } from "@/components/Score";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import type { Glance } from "./glance";
import { Line, whyWord } from "./HostCard";
import { LINES, newestValue, type LineName, type Lines } from "./lines";

interface HostListProps {
  glances: Glance[];
  lines: Record<LineName, Lines>;
}

/** Hosts as rows, in the order that was chosen until a column is. */
export function HostList({ glances, lines }: HostListProps) {
  const { t } = useTranslation("overview");
  const columns = useMemo<ColumnDef<Glance>[]>(
    () => [
      {
        id: "name",
        accessorFn: (one) => one.host.name,
        header: t("host"),
        cell: ({ row: { original: one } }) => (
          <Link to={`/hosts/${encodeURIComponent(one.host.id)}`} title={one.host.name}>
            {one.host.name}
          </Link>
        ),
        meta: { width: "minmax(130px, 1.5fr)" },
      },
      {
        id: "score",
        accessorFn: (one) => one.score ?? -1,
        header: t("health"),
        cell: ({ row: { original: one } }) => (
          <Score of={one.score} why={t(`why.${whyWord(one.why)}`)} />
        ),
        meta: { width: "104px" },
      },
      {
        id: "headline",
        accessorFn: (one) => one.newest?.headline ?? "",
        header: t("worst"),
        cell: ({ row: { original: one } }) => (
          <span title={one.newest?.headline}>
            {one.worst && <Severity of={one.worst} short />} {one.newest?.headline}
          </span>
        ),
        meta: { width: "minmax(180px, 3fr)" },
      },
      ...LINES.map((name): ColumnDef<Glance> => ({
        id: name,
        accessorFn: (one) => newestValue(lines[name].get(one.host.id)) ?? -1,
        header: t(`lines.${name}`),
        cell: ({ row }) => <Line name={name} points={lines[name].get(row.original.host.id)} />,
        meta: { width: "120px" },
      })),
      {
        id: "time",
        accessorFn: (one) => one.newest?.time ?? "",
        header: t("examinedHead"),
        cell: ({ row: { original: one } }) =>
          one.newest ? <Ago time={one.newest.time} /> : t("never"),
        meta: { width: "130px" },
      },
    ],
    [t, lines],
  );
  return (
    <Sheet flush>
      <DataTable
        label={t("title")}
        rows={glances}
        columns={columns}
        rowKey={(one) => one.host.id}
        height={640}
        empty={null}
      />
    </Sheet>
  );
}
