import { IconHistory } from "@tabler/icons-react";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Link } from "@/components/Link";
import { Score } from "@/components/Score";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import { Worst } from "../kept/marks";
import type { Kept } from "../queries";

/** The examinations of a time as a table: the numbers of the charts. */
export function Several({ several }: { several: Kept[] }) {
  const { t } = useTranslation("examinations");
  const columns = useMemo<ColumnDef<Kept>[]>(
    () => [
      {
        accessorKey: "time",
        header: t("kept.time"),
        cell: ({ row: { original } }) => (
          <Link to={`/examinations/${original.id}`}>{moment(original.time)}</Link>
        ),
        meta: { width: "190px" },
      },
      {
        accessorKey: "score",
        header: t("kept.score"),
        cell: ({ row: { original } }) => <Score of={original.score} why={t("health.unknownWhy")} />,
        meta: { width: "104px" },
      },
      {
        accessorKey: "findings",
        header: t("kept.findings"),
        meta: { width: "80px", numeric: true },
      },
      {
        accessorKey: "worst",
        header: t("kept.worst"),
        cell: ({ row: { original } }) => <Worst of={original.worst} />,
        meta: { width: "110px" },
      },
      {
        accessorKey: "headline",
        header: t("kept.headline"),
        meta: { width: "minmax(240px, 4fr)" },
      },
    ],
    [t],
  );
  return (
    <Sheet flush title={t("past.examinations")}>
      <DataTable
        label={t("past.examinations")}
        rows={several}
        columns={columns}
        rowKey={(one) => one.id}
        height={360}
        empty={<Empty icon={IconHistory} title={t("past.none")} hint={t("past.noneHint")} />}
      />
    </Sheet>
  );
}
