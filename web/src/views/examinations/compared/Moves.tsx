import { IconEqual } from "@tabler/icons-react";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Sheet } from "@/components/Sheet";
import { inUnit, number } from "@/lib/format";
import { factorOf, type Move } from "../start/change";

/** The evidence that moved, as a table. */
export function Moves({ moved }: { moved: Move[] }) {
  const { t } = useTranslation("examinations");
  const columns = useMemo<ColumnDef<Move>[]>(
    () => [
      {
        accessorKey: "key",
        header: t("compare.evidence"),
        cell: ({ row: { original } }) => <code title={original.key}>{original.key}</code>,
        meta: { width: "minmax(180px, 4fr)" },
      },
      {
        accessorKey: "before",
        header: t("compare.before"),
        cell: ({ row: { original } }) => inUnit(original.before, original.unit),
        meta: { width: "minmax(84px, 1fr)", numeric: true },
      },
      {
        accessorKey: "after",
        header: t("compare.after"),
        cell: ({ row: { original } }) => inUnit(original.after, original.unit),
        meta: { width: "minmax(84px, 1fr)", numeric: true },
      },
      {
        id: "factor",
        accessorFn: factorOf,
        header: t("compare.factor"),
        cell: ({ row: { original } }) => {
          if (original.before === 0) return t("compare.fromNothing");
          if (original.after === 0) return t("compare.toNothing");
          return t("compare.times", { factor: number(original.after / original.before) });
        },
        meta: { width: "minmax(96px, 1fr)", numeric: true },
      },
    ],
    [t],
  );
  return (
    <Sheet flush title={t("compare.moves")} aside={t("compare.movesHint")}>
      <DataTable
        label={t("compare.moves")}
        rows={moved}
        columns={columns}
        rowKey={(one) => one.key}
        empty={<Empty icon={IconEqual} title={t("compare.noMoves")} hint={null} />}
      />
    </Sheet>
  );
}
