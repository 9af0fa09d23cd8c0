import { UnstyledButton } from "@mantine/core";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { moment } from "@/lib/time";
import type { Record_ } from "./queries";
import classes from "./Audit.module.css";

/** The columns of the log; its number opens all of a record. */
export function useAuditColumns(open: (record: Record_) => void): ColumnDef<Record_>[] {
  const { t } = useTranslation("settings");
  return useMemo<ColumnDef<Record_>[]>(
    () => [
      {
        accessorKey: "seq",
        header: t("audit.seq"),
        cell: ({ row }) => (
          <UnstyledButton
            className={classes.open ?? ""}
            onClick={() => open(row.original)}
            aria-label={t("audit.open", { seq: row.original.seq })}
          >
            {row.original.seq}
          </UnstyledButton>
        ),
        meta: { width: "64px", numeric: true },
      },
      {
        accessorKey: "time",
        header: t("audit.time"),
        cell: ({ row }) => moment(row.original.time),
        meta: { width: "215px" },
      },
      {
        accessorKey: "actor_name",
        header: t("audit.actor"),
        cell: ({ row: { original } }) => (
          <span title={`${original.actor_kind} ${original.actor}`}>{original.actor_name}</span>
        ),
        meta: { width: "minmax(100px, 1.2fr)" },
      },
      {
        accessorKey: "verb",
        header: t("audit.verb"),
        cell: ({ row }) => t(`verb.${row.original.verb}`, { defaultValue: row.original.verb }),
        meta: { width: "90px" },
      },
      {
        accessorKey: "resource",
        header: t("audit.resource"),
        cell: ({ row: { original } }) =>
          t(`resource.${original.resource}`, { defaultValue: original.resource }),
        meta: { width: "minmax(110px, 1fr)" },
      },
      {
        accessorKey: "object",
        header: t("audit.object"),
        cell: ({ row }) => <span title={row.original.object}>{row.original.object}</span>,
        meta: { width: "minmax(120px, 2fr)" },
      },
      { accessorKey: "address", header: t("audit.address"), meta: { width: "120px" } },
    ],
    [t, open],
  );
}
