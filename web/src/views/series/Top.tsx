import { IconSortDescending } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { number } from "@/lib/format";
import { moment } from "@/lib/time";
import { topQuery } from "./queries";
import type { Words } from "./question";
import classes from "./Series.module.css";

interface Row {
  host: string;
  host_name: string;
  key: string;
  value: number;
}

/** The series that came to most over the time. */
export function Top({ words }: { words: Words }) {
  const { t } = useTranslation("series");
  const query = useQuery(topQuery(words));
  const columns = useMemo<ColumnDef<Row>[]>(
    () => [
      { accessorKey: "host_name", header: t("column.host"), meta: { width: "minmax(80px, 1fr)" } },
      {
        accessorKey: "key",
        header: t("column.key"),
        cell: ({ row }) => <span className={classes.key}>{row.original.key}</span>,
        meta: { width: "minmax(200px, 4fr)" },
      },
      {
        accessorKey: "value",
        header: t("column.value"),
        cell: ({ row }) => number(row.original.value),
        meta: { width: "120px", numeric: true },
      },
    ],
    [t],
  );
  return (
    <Answered query={query}>
      {({ items, until }) => (
        <Sheet
          title={t("show.top")}
          aside={
            <Export
              name="top"
              columns={["host", "key", "value"]}
              rows={() => items.map((one) => [one.host_name, one.key, one.value])}
            />
          }
          flush
        >
          <p className={`${classes.note ?? ""} ${classes.inset ?? ""}`}>
            {t("until", { time: moment(until) })}
          </p>
          <DataTable
            label={t("show.top")}
            rows={items}
            columns={columns}
            rowKey={(one) => `${one.host} ${one.key}`}
            empty={<Empty icon={IconSortDescending} title={t("nothing")} hint={t("topHint")} />}
          />
        </Sheet>
      )}
    </Answered>
  );
}
