import { Button, Group } from "@mantine/core";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { Ago, useNowMs } from "@/components/Ago";
import { Link } from "@/components/Link";
import { RemoveButton } from "@/components/RemoveButton";
import { ago, moment } from "@/lib/time";
import { Enabled } from "./Enabled";
import { removeSchedule, type Schedule } from "./schedule";
import classes from "./Schedules.module.css";
import { useCronWords } from "./useCronWords";

interface Columns {
  names: ReadonlyMap<string, string>;
  onEdit: (schedule: Schedule) => void;
  onChanged: () => void;
}

/** The columns of the list of schedules. */
export function useScheduleColumns({ names, onEdit, onChanged }: Columns): ColumnDef<Schedule>[] {
  const { t } = useTranslation("schedules");
  const me = useMe();
  return useMemo<ColumnDef<Schedule>[]>(
    () => [
      {
        accessorKey: "name",
        header: t("name"),
        cell: ({ row: { original: one } }) => (
          <Link to="/jobs" search={{ schedule: one.id }} title={t("itsJobs")}>
            {one.name}
          </Link>
        ),
        meta: { width: "minmax(120px, 1.5fr)" },
      },
      {
        accessorKey: "cron",
        header: t("when"),
        cell: ({ row }) => <When schedule={row.original} />,
        meta: { width: "minmax(300px, 4fr)" },
      },
      {
        id: "host",
        accessorFn: (one) => names.get(one.host) ?? one.host,
        header: t("host"),
        meta: { width: "minmax(90px, 1fr)" },
      },
      {
        id: "next",
        accessorFn: (one) => one.next ?? "",
        header: t("next"),
        cell: ({ row }) => <Next at={row.original.next} />,
        meta: { width: "150px" },
      },
      {
        id: "last",
        accessorFn: (one) => one.last ?? "",
        header: t("last"),
        cell: ({ row: { original: one } }) =>
          one.last ? <Ago time={one.last} /> : <span className={classes.soft}>{t("never")}</span>,
        meta: { width: "130px" },
      },
      { accessorKey: "missed", header: t("missed"), meta: { width: "70px", numeric: true } },
      {
        accessorKey: "enabled",
        header: t("enabled"),
        cell: ({ row }) => <Enabled schedule={row.original} onChanged={onChanged} />,
        meta: { width: "80px" },
      },
      {
        id: "acts",
        enableSorting: false,
        header: t("acts"),
        cell: ({ row: { original: one } }) => (
          <Group gap={6} wrap="nowrap">
            {may(me, "change", "schedules") && (
              <Button size="compact-md" fz={14} variant="default" onClick={() => onEdit(one)}>
                {t("shared:action.edit")}
              </Button>
            )}
            <RemoveButton
              resource="schedules"
              title={t("remove", { name: one.name })}
              what={t("removeHint")}
              remove={() => removeSchedule(one)}
              onRemoved={onChanged}
            />
          </Group>
        ),
        meta: { width: "210px" },
      },
    ],
    [t, me, names, onEdit, onChanged],
  );
}

function When({ schedule }: { schedule: Schedule }) {
  const words = useCronWords()(schedule.cron);
  return (
    <span title={`${schedule.cron} ${schedule.zone}`}>
      {words || <code>{schedule.cron}</code>}{" "}
      <span className={classes.soft}>
        {words && <code>{schedule.cron}</code>} {schedule.zone}
      </span>
    </span>
  );
}

function Next({ at }: { at: string | null }) {
  const { t } = useTranslation("schedules");
  const now = useNowMs();
  if (!at) return <span className={classes.soft}>{t("halted")}</span>;
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, now)}
    </time>
  );
}
