import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { inUnit } from "@/lib/format";
import { dashOf, type Frame } from "./frame";
import classes from "./Legend.module.css";
import type { Stats } from "./stats";

/** The lines of a chart with what they came to; `tell` writes the numbers, each second if need be. */
export function Legend({ frame, table }: { frame: Frame; table: Ref<HTMLTableElement> }) {
  const { t } = useTranslation("components");
  return (
    <table ref={table} className={classes.legend}>
      <thead>
        <tr>
          <th scope="col">
            <span className="hx-hidden">{t("chart.line")}</span>
          </th>
          <th scope="col">{t("chart.now")}</th>
          <th scope="col">{t("chart.min")}</th>
          <th scope="col">{t("chart.mean")}</th>
          <th scope="col">{t("chart.max")}</th>
        </tr>
      </thead>
      <tbody>
        {frame.labels.map((label, index) => (
          <tr key={label}>
            <th scope="row" title={label}>
              <svg width={18} height={8} aria-hidden>
                <line
                  x1={0}
                  x2={18}
                  y1={4}
                  y2={4}
                  stroke={`var(--hx-chart-${(index % 8) + 1})`}
                  strokeWidth={frame.stacked ? 8 : 2.5}
                  strokeDasharray={dashOf(frame, index).join(" ")}
                />
              </svg>
              {label}
            </th>
            <td />
            <td />
            <td />
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Write what the lines came to into a legend's cells, past React: it may be each second. */
export function tell(table: HTMLTableElement | null, unit: string, lines: readonly Stats[]): void {
  const rows = table?.tBodies[0]?.rows;
  if (!rows) return;
  lines.forEach((one, index) => {
    const cells = rows[index]?.cells;
    if (!cells) return;
    [one.now, one.min, one.mean, one.max].forEach((value, at) => {
      const cell = cells[at + 1];
      const words = inUnit(value, unit);
      if (cell && cell.textContent !== words) cell.textContent = words;
    });
  });
}
