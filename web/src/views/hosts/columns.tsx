import { ActionIcon, Badge, Group } from "@mantine/core";
import { IconTag, IconTrash } from "@tabler/icons-react";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Host } from "@/api/hosts";
import { may, useMe } from "@/api/queries";
import { SEVERITIES, type SeverityName } from "@/api/report";
import { Ago } from "@/components/Ago";
import { Link } from "@/components/Link";
import { Score } from "@/components/Score";
import { Severity } from "@/components/Severity";
import { number, size } from "@/lib/format";

/** A host beside its newest examination. */
export interface Row extends Host {
  score: number | null;
  /** The gravest severity that was found; empty where nothing was. */
  worst: string;
  /** The newest examination's id; empty where there is none. */
  examination: string;
  /** Whether the examinations have been read at all. */
  known: boolean;
  /** The labels as `name=value` words. */
  words: string;
}

/** Lower than any score: what is unknown comes before what is known to suffer. */
const UNKNOWN_SCORE = -1;

/** Higher is graver; what is no severity comes last. */
function gravity(worst: string): number {
  const at = SEVERITIES.indexOf(worst as SeverityName);
  return at < 0 ? 0 : SEVERITIES.length - at;
}

type Choose = (row: Row) => void;

export function useColumns(onLabels: Choose, onRemove: Choose): ColumnDef<Row>[] {
  const { t } = useTranslation("hosts");
  const me = useMe();
  const mayChange = may(me, "change", "hosts");
  const mayRemove = may(me, "remove", "hosts");
  return useMemo(() => {
    const columns: ColumnDef<Row>[] = [
      {
        accessorKey: "name",
        header: t("name"),
        cell: ({ row: { original: host } }) => (
          <Link to={`/hosts/${encodeURIComponent(host.id)}`} title={host.name}>
            {host.name}
          </Link>
        ),
        meta: { width: "minmax(140px, 2fr)" },
      },
      {
        id: "score",
        accessorFn: (host) => host.score ?? UNKNOWN_SCORE,
        header: t("health"),
        enableGlobalFilter: false,
        cell: ({ row: { original: host } }) =>
          host.known && (
            <Score of={host.score} why={host.examination ? t("noScore") : t("neverExamined")} />
          ),
        meta: { width: "104px" },
      },
      {
        id: "worst",
        accessorFn: (host) => gravity(host.worst),
        header: t("worst"),
        enableGlobalFilter: false,
        cell: ({ row: { original: host } }) =>
          SEVERITIES.includes(host.worst as SeverityName) && (
            <Severity of={host.worst as SeverityName} />
          ),
        meta: { width: "110px" },
      },
      {
        accessorKey: "distribution",
        header: t("system"),
        cell: ({ row }) => (
          <span title={row.original.distribution}>{row.original.distribution}</span>
        ),
        meta: { width: "minmax(140px, 2.4fr)" },
      },
      {
        accessorKey: "cpus",
        header: t("cpus"),
        enableGlobalFilter: false,
        cell: ({ row }) => number(row.original.cpus),
        meta: { width: "60px", numeric: true },
      },
      {
        accessorKey: "memory_bytes",
        header: t("memory"),
        enableGlobalFilter: false,
        cell: ({ row }) => size(row.original.memory_bytes),
        meta: { width: "90px", numeric: true },
      },
      {
        accessorKey: "words",
        header: t("labels"),
        cell: ({ row }) => <Labels labels={row.original.labels} />,
        meta: { width: "minmax(120px, 2fr)" },
      },
      {
        accessorKey: "last_seen",
        header: t("seen"),
        enableGlobalFilter: false,
        cell: ({ row }) => <Ago time={row.original.last_seen} />,
        meta: { width: "130px" },
      },
    ];
    if (!mayChange && !mayRemove) return columns;
    return [
      ...columns,
      {
        id: "do",
        header: () => <span className="hx-hidden">{t("actions")}</span>,
        enableSorting: false,
        enableGlobalFilter: false,
        cell: ({ row: { original: host } }) => (
          <Group gap={2} wrap="nowrap">
            {mayChange && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("editLabels", { host: host.name.slice(0, 80) })}
                title={t("labels")}
                onClick={() => onLabels(host)}
              >
                <IconTag size={16} />
              </ActionIcon>
            )}
            {mayRemove && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("removeHost", { host: host.name.slice(0, 80) })}
                title={t("shared:action.remove")}
                onClick={() => onRemove(host)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        ),
        meta: { width: "64px" },
      },
    ];
  }, [t, mayChange, mayRemove, onLabels, onRemove]);
}

function Labels({ labels }: { labels: Record<string, string> }) {
  const all = Object.entries(labels).map(([name, value]) => (value ? `${name}=${value}` : name));
  return (
    <Group gap={4} wrap="nowrap" title={all.join(", ")}>
      {all.map((one) => (
        <Badge key={one} variant="default" size="sm" tt="none" fw={500} maw={180}>
          {one}
        </Badge>
      ))}
    </Group>
  );
}
