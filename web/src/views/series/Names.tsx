import { Button, Checkbox, Group } from "@mantine/core";
import { IconChartDots } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Answered } from "@/components/Problems";
import { namesQuery, type Name } from "./queries";
import { picksOf, toggled, wordOf, type Words } from "./question";
import classes from "./Series.module.css";

interface NamesProps {
  words: Words;
  onChange: (words: Words, replace?: boolean) => void;
}

/** All series by name; what is ticked is shown. */
export function Names({ words, onChange }: NamesProps) {
  const { t } = useTranslation("series");
  const query = useInfiniteQuery(namesQuery(words["match"] ?? "", words["host"] ?? ""));
  const pick = words["pick"] ?? "";
  const picks = useMemo(() => picksOf({ pick }), [pick]);
  const columns = useMemo<ColumnDef<Name>[]>(() => {
    const ticked = new Set(picks.map((one) => `${one.host} ${one.key}`));
    return [
      {
        id: "tick",
        header: t("column.tick"),
        enableSorting: false,
        cell: ({ row: { original: one } }) => (
          <Checkbox
            size="xs"
            aria-label={`${one.host_name} ${one.key}`}
            checked={ticked.has(`${one.host} ${one.key}`)}
            onChange={() => onChange({ pick: wordOf(toggled(picks, one)) }, true)}
          />
        ),
        meta: { width: "56px" },
      },
      {
        accessorKey: "key",
        header: t("column.key"),
        cell: ({ row }) => (
          <span className={classes.key} title={row.original.key}>
            {row.original.key}
          </span>
        ),
        meta: { width: "minmax(180px, 4fr)" },
      },
      { accessorKey: "host_name", header: t("column.host"), meta: { width: "minmax(70px, 1fr)" } },
      { accessorKey: "unit", header: t("column.unit"), meta: { width: "84px" } },
    ];
  }, [t, picks, onChange]);
  return (
    <Answered query={query} height={480}>
      {(pages) => (
        <>
          {picks.length > 0 && (
            <Group px="md" gap="xs">
              <span aria-live="polite">{t("chosen", { count: picks.length })}</span>
              <Button size="compact-xs" variant="default" onClick={() => onChange({ pick: "" })}>
                {t("clear")}
              </Button>
            </Group>
          )}
          <DataTable
            label={t("names")}
            rows={pages.pages.flatMap((page) => page.items)}
            columns={columns}
            rowKey={(one) => `${one.host} ${one.key}`}
            filter
            height={620}
            onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
            empty={<Empty icon={IconChartDots} title={t("none")} hint={t("noneHint")} />}
          />
        </>
      )}
    </Answered>
  );
}
