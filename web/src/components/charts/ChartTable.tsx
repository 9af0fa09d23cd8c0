import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inUnit } from "@/lib/format";
import { clock } from "@/lib/time";
import { aligned } from "./gaps";
import type { TimeChartProps } from "./TimeChart";
import classes from "./TimeChart.module.css";

type Shown = Pick<TimeChartProps, "title" | "unit" | "series" | "relative">;

const MOST_ROWS = 60;

/** The numbers of a chart as a table: for screen readers, and for who wants to read exactly. */
export function ChartTable({ title, unit, series, relative = false }: Shown) {
  const { t } = useTranslation("components");
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("chart.asTable")}</summary>
      {open && <Rows title={title} unit={unit} series={series} relative={relative} />}
    </details>
  );
}

function Rows({ title, unit, series, relative = false }: Shown) {
  const { t } = useTranslation("components");
  const made = aligned(series.map((one) => one.points));
  const first = Math.max(0, made.times.length - MOST_ROWS);
  const times = made.times.slice(first).map((at, index) => [at, first + index] as const);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={title}>
      <table>
        <caption>
          {title} · {t("chart.tableNote", { count: times.length })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("chart.time")}</th>
            {series.map((one) => (
              <th scope="col" key={one.label}>
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.reverse().map(([at, index]) => (
            <tr key={at}>
              <th scope="row">{relative ? inUnit(at, "s") : clock(at * 1000)}</th>
              {made.lines.map((line, number) => (
                <td key={series[number]?.label}>
                  {line[index] == null ? t("chart.missing") : inUnit(line[index], unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
