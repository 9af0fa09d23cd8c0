import { ActionIcon, Checkbox } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { Link } from "@/components/Link";
import { Score } from "@/components/Score";
import { moment } from "@/lib/time";
import type { Kept } from "../queries";
import { toggled } from "./chosen";
import { Worst } from "./marks";

/** The columns of the table; who may not remove is offered no way to. */
export function useColumns(
  marked: readonly Kept[],
  mark: (several: readonly Kept[]) => void,
  remove: (one: Kept) => void,
): ColumnDef<Kept>[] {
  const { t } = useTranslation("examinations");
  const me = useMe();
  return useMemo(() => {
    const named = (one: Kept) => ({ host: one.host_name, time: moment(one.time) });
    const columnsOfAll: ColumnDef<Kept>[] = [
      {
        id: "choose",
        header: () => <span className="hx-hidden">{t("kept.chosen")}</span>,
        enableSorting: false,
        cell: ({ row: { original } }) => (
          <Checkbox
            size="xs"
            aria-label={t("kept.choose", named(original))}
            checked={marked.some((one) => one.id === original.id)}
            onChange={() => mark(toggled(marked, original))}
          />
        ),
        meta: { width: "28px" },
      },
      {
        accessorKey: "time",
        header: t("kept.time"),
        cell: ({ row: { original } }) => (
          <Link to={`/examinations/${original.id}`}>{moment(original.time)}</Link>
        ),
        meta: { width: "190px" },
      },
      {
        accessorKey: "host_name",
        header: t("kept.host"),
        cell: ({ row: { original } }) => (
          <Link to={`/hosts/${original.host}`}>{original.host_name}</Link>
        ),
        meta: { width: "minmax(110px, 1fr)" },
      },
      {
        accessorKey: "score",
        header: t("kept.score"),
        cell: ({ row: { original } }) => <Score of={original.score} why={t("health.unknownWhy")} />,
        meta: { width: "104px" },
      },
      {
        accessorKey: "worst",
        header: t("kept.worst"),
        cell: ({ row: { original } }) => <Worst of={original.worst} />,
        meta: { width: "110px" },
      },
      {
        accessorKey: "findings",
        header: t("kept.findings"),
        meta: { width: "80px", numeric: true },
      },
      {
        accessorKey: "headline",
        header: t("kept.headline"),
        cell: ({ row: { original } }) => <span title={original.headline}>{original.headline}</span>,
        meta: { width: "minmax(240px, 4fr)" },
      },
    ];
    if (!may(me, "remove", "examinations")) return columnsOfAll;
    return [
      ...columnsOfAll,
      {
        id: "remove",
        header: () => <span className="hx-hidden">{t("shared:action.remove")}</span>,
        enableSorting: false,
        cell: ({ row: { original } }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("kept.remove", named(original))}
            onClick={() => remove(original)}
          >
            <IconTrash size={15} />
          </ActionIcon>
        ),
        meta: { width: "32px" },
      },
    ];
  }, [t, me, marked, mark, remove]);
}
