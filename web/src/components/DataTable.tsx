import { TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSearch } from "@tabler/icons-react";
import {
  flexRender,
  getCoreRowModel,
  getFilteredRowModel,
  getSortedRowModel,
  useReactTable,
  type ColumnDef,
  type Header,
  type Row,
  type RowData,
  type SortingState,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";

declare module "@tanstack/react-table" {
  // its own names for the parameters have to be kept
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface ColumnMeta<TData extends RowData, TValue> {
    /** How wide the column is as grid tracks are: `120px`, `minmax(160px, 2fr)`. */
    width?: string;
    /** Numbers stand at the right. */
    numeric?: boolean;
  }
}

interface DataTableProps<T> {
  /** What the table shows, for those who do not see it. */
  label: string;
  rows: T[];
  columns: ColumnDef<T>[];
  rowKey: (row: T) => string;
  /** What shows where there are no rows at all. */
  empty: ReactNode;
  /** The most height in pixels; beyond it the rows scroll. */
  height?: number;
  filter?: boolean;
  sorting?: SortingState;
  /** Called when the end comes near: fetch the next page. */
  onEnd?: () => void;
}

const ROW_PX = 40;
const BEYOND = 12;
const NEAR_END = 20;

/** Rows that may be many: only those in sight are made. Sorted, filtered and walked by keyboard. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { t } = useTranslation("components");
  const [sorting, setSorting] = useState<SortingState>(props.sorting ?? []);
  const [wanted, setWanted] = useState("");
  // TanStack Table hands out functions that change their answers; React's compiler is not used here
  // eslint-disable-next-line react-hooks/incompatible-library
  const table = useReactTable({
    data: props.rows,
    columns: props.columns,
    getRowId: props.rowKey,
    state: { sorting, globalFilter: wanted },
    onSortingChange: setSorting,
    onGlobalFilterChange: setWanted,
    globalFilterFn: "includesString",
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
  });
  const rows = table.getRowModel().rows;
  const tracks = props.columns.map((one) => one.meta?.width ?? "minmax(80px, 1fr)").join(" ");
  if (!props.rows.length) return props.empty;
  return (
    <div className={classes.whole}>
      {props.filter && (
        <div className={classes.tools}>
          <TextInput
            size="xs"
            leftSection={<IconSearch size={14} aria-hidden />}
            placeholder={t("table.filter")}
            aria-label={t("table.filter")}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          <span className={classes.count} aria-live="polite">
            {t("table.rows", { count: rows.length })}
          </span>
        </div>
      )}
      <Body {...props} rows={rows} tracks={tracks} heads={table.getFlatHeaders()} />
      {!rows.length && <p className={classes.none}>{t("table.none")}</p>}
    </div>
  );
}

interface BodyProps<T> extends Omit<DataTableProps<T>, "rows"> {
  rows: Row<T>[];
  heads: Header<T, unknown>[];
  tracks: string;
}

function Body<T>({ label, rows, heads, tracks, height = 560, onEnd }: BodyProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- as above, of TanStack Virtual
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    onChange: (one) => {
      const last = one.range?.endIndex ?? 0;
      if (onEnd && last >= rows.length - NEAR_END) onEnd();
    },
  });
  return (
    <div
      ref={box}
      className={classes.box}
      style={{ maxHeight: height }}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className={classes.heads}>
        <div
          role="row"
          aria-rowindex={1}
          className={classes.row}
          style={{ gridTemplateColumns: tracks }}
        >
          {heads.map((head) => (
            <Head key={head.id} head={head} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                className={`${classes.row ?? ""} ${classes.line ?? ""}`}
                style={{ gridTemplateColumns: tracks, height: item.size, top: item.start }}
              >
                {row.getVisibleCells().map((cell) => (
                  <div
                    key={cell.id}
                    role="cell"
                    className={classes.cell}
                    data-numeric={cell.column.columnDef.meta?.numeric}
                  >
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </div>
                ))}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

function Head<T>({ head }: { head: Header<T, unknown> }) {
  const { t } = useTranslation("components");
  const sorted = head.column.getIsSorted();
  const name = flexRender(head.column.columnDef.header, head.getContext());
  const direction = sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none";
  return (
    <div
      role="columnheader"
      className={classes.head}
      aria-sort={head.column.getCanSort() ? direction : undefined}
      data-numeric={head.column.columnDef.meta?.numeric}
    >
      {head.column.getCanSort() ? (
        <button
          type="button"
          className={classes.sort}
          onClick={head.column.getToggleSortingHandler()}
          title={t("table.sort", { column: typeof name === "string" ? name : head.id })}
        >
          {name}
          {sorted === "asc" && <IconArrowUp size={12} aria-hidden />}
          {sorted === "desc" && <IconArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        name
      )}
    </div>
  );
}
