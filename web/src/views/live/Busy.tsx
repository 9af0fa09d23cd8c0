import { IconBox, IconList } from "@tabler/icons-react";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Sheet } from "@/components/Sheet";
import { Unknown } from "@/components/Unknown";
import { inUnit } from "@/lib/format";
import type { Group, HostFlow, Process } from "./flow";
import classes from "./Live.module.css";
import { useShown } from "./useHostFlow";

type Shows<T> = ColumnDef<T>["cell"];

function useCells() {
  const { t } = useTranslation("live");
  return useMemo(() => {
    function amount<T>(unit: string): Shows<T> {
      return ({ getValue }) => {
        const value = getValue<number | null>();
        return value === null ? <Unknown why={t("table.notSeen")} /> : inUnit(value, unit);
      };
    }
    return { amount };
  }, [t]);
}

const NUMERIC = { width: "92px", numeric: true } as const;

/** The processes that use most CPU, memory or I/O; sorted as the reader likes. */
export function Processes({ flow }: { flow: HostFlow }) {
  const { t } = useTranslation("live");
  const { processes } = useShown(flow);
  const { amount } = useCells();
  const columns = useMemo<ColumnDef<Process>[]>(
    () => [
      {
        accessorKey: "name",
        header: t("table.process"),
        cell: ({ row: { original: one } }) => (
          <span className={classes.process} title={one.command || one.name}>
            <b>{one.name}</b> <small>{one.command}</small>
          </span>
        ),
        meta: { width: "minmax(180px, 4fr)" },
      },
      { accessorKey: "pid", header: "PID", meta: { width: "76px", numeric: true } },
      {
        accessorKey: "user",
        header: t("table.user"),
        cell: ({ row }) => row.original.user ?? <Unknown why={t("table.notSeen")} />,
        meta: { width: "100px" },
      },
      {
        accessorKey: "state",
        header: t("table.state"),
        cell: ({ row }) => t(`state.${row.original.state}`, row.original.state),
        meta: { width: "96px" },
      },
      { accessorKey: "cpu", header: "CPU", cell: amount("ratio"), meta: NUMERIC },
      { accessorKey: "memory", header: t("table.memory"), cell: amount("bytes"), meta: NUMERIC },
      {
        accessorKey: "read",
        header: t("table.read"),
        cell: amount("bytes_per_s"),
        meta: NUMERIC,
        sortUndefined: "last",
      },
      {
        accessorKey: "write",
        header: t("table.write"),
        cell: amount("bytes_per_s"),
        meta: NUMERIC,
      },
      {
        accessorKey: "threads",
        header: t("table.threads"),
        meta: { width: "80px", numeric: true },
      },
    ],
    [t, amount],
  );
  return (
    <Sheet title={t("processes")} aside={t("processesText")} flush>
      <DataTable
        label={t("processes")}
        rows={(processes ?? []) as Process[]}
        columns={columns}
        rowKey={(one) => String(one.pid)}
        sorting={BY_CPU}
        height={440}
        empty={<Empty icon={IconList} title={t("noProcesses")} hint={t("noProcessesHint")} />}
      />
    </Sheet>
  );
}

const BY_CPU = [{ id: "cpu", desc: true }];

/** The control groups that use most CPU or memory. */
export function Groups({ flow }: { flow: HostFlow }) {
  const { t } = useTranslation("live");
  const { groups } = useShown(flow);
  const { amount } = useCells();
  const columns = useMemo<ColumnDef<Group>[]>(
    () => [
      {
        accessorKey: "path",
        header: t("table.group"),
        cell: ({ row }) => (
          <span className={classes.process} title={row.original.path}>
            {row.original.path}
          </span>
        ),
        meta: { width: "minmax(180px, 4fr)" },
      },
      { accessorKey: "cpu", header: t("table.cpus"), cell: amount("count"), meta: NUMERIC },
      {
        accessorKey: "throttled",
        header: t("table.throttled"),
        cell: amount("ratio"),
        meta: NUMERIC,
      },
      { accessorKey: "memory", header: t("table.memory"), cell: amount("bytes"), meta: NUMERIC },
      {
        accessorKey: "limit",
        header: t("table.limit"),
        cell: ({ row }) =>
          row.original.limit === null ? t("table.none") : inUnit(row.original.limit, "bytes"),
        meta: NUMERIC,
      },
      { accessorKey: "read", header: t("table.read"), cell: amount("bytes_per_s"), meta: NUMERIC },
      {
        accessorKey: "write",
        header: t("table.write"),
        cell: amount("bytes_per_s"),
        meta: NUMERIC,
      },
      {
        accessorKey: "processes",
        header: t("processes"),
        meta: { width: "92px", numeric: true },
      },
    ],
    [t, amount],
  );
  return (
    <Sheet title={t("groups")} aside={t("groupsText")} flush>
      <DataTable
        label={t("groups")}
        rows={(groups ?? []) as Group[]}
        columns={columns}
        rowKey={(one) => one.path}
        sorting={BY_CPU}
        height={360}
        empty={<Empty icon={IconBox} title={t("noGroups")} hint={t("noGroupsHint")} />}
      />
    </Sheet>
  );
}
