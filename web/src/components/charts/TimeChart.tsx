import { useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type uPlot from "uplot";
import { ChartTable } from "./ChartTable";
import type { Frame } from "./frame";
import { aligned } from "./gaps";
import { Legend, tell } from "./Legend";
import { statsOf, within } from "./stats";
import classes from "./TimeChart.module.css";
import { usePlot } from "./usePlot";
import { useReading } from "./useReading";

/** One line of a chart. */
export interface Series {
  label: string;
  /** Moments as [seconds since 1970, or since a start with `relative`; value or null for a gap]. */
  points: readonly (readonly [number, number | null])[];
}

export interface TimeChartProps extends Omit<Frame, "labels" | "zoomable"> {
  title: string;
  series: readonly Series[];
  height?: number;
  /** Shown instead of the data's own range. */
  range?: readonly [number, number];
  /** Called with the range that a reader drags over. */
  onZoom?: (from: number, to: number) => void;
  /** Without the table below: for where another view of the same data stands beside it. */
  bare?: boolean;
  /** With the names of the lines and what they came to below. */
  legend?: boolean;
  /** Stretches that were kept and can't be read any more: no line goes over them. */
  holes?: readonly (readonly [number, number])[];
}

/** A chart over time: synchronised cursor, gaps as gaps, and its numbers as a table below. */
export function TimeChart(props: TimeChartProps) {
  const { t } = useTranslation("components");
  const { title, unit, series, height = 160, bare = false, legend = false } = props;
  const { range, onZoom, holes } = props;
  const [from, to] = range ?? [undefined, undefined];
  const table = useRef<HTMLTableElement>(null);
  const drawn = useMemo(() => {
    const made = aligned(
      series.map((one) => one.points),
      holes,
    );
    return [made.times, ...made.lines] as uPlot.AlignedData;
  }, [series, holes]);
  const frame = frameOf(props);
  const numbers = useCallback(() => drawn, [drawn]);
  const sum = useCallback(
    (index: number | null) => {
      const [first, last] = within(drawn[0], from ?? -Infinity, to ?? Infinity);
      const all = drawn.slice(1).map((line) => statsOf(line as number[], first, last));
      const there = index === null ? all : all.map((one, at) => under(one, drawn[at + 1]?.[index]));
      tell(table.current, unit, there);
    },
    [drawn, from, to, unit],
  );
  const { box, place, plot, draw } = usePlot({
    frame,
    height,
    read: () => ({ data: drawn, range }),
    onZoom,
    onCursor: sum,
  });
  useEffect(() => {
    draw();
    sum(null);
  }, [drawn, from, to, draw, sum]);
  const { said, onKeyDown } = useReading(frame, plot, numbers);
  const none = drawn[0].length === 0;
  return (
    <figure className={classes.figure} aria-label={title}>
      <div
        ref={box}
        className={classes.box}
        style={{ height }}
        tabIndex={none ? undefined : 0}
        role="group"
        aria-label={`${title}: ${t("chart.keys")}`}
        onKeyDown={onKeyDown}
      >
        <div ref={place} aria-hidden />
        {none && <p className={classes.empty}>{t("chart.noData")}</p>}
      </div>
      <p className="hx-hidden" aria-live="polite">
        {said}
      </p>
      {legend && !none && <Legend frame={frame} table={table} />}
      {!bare && <ChartTable title={title} unit={unit} series={series} relative={props.relative} />}
    </figure>
  );
}

/** Put the value under the cursor where the newest one stands. */
function under<T extends { now: number | null }>(one: T, value: number | null | undefined): T {
  return { ...one, now: value ?? null };
}

function frameOf(props: TimeChartProps): Frame {
  return {
    unit: props.unit,
    labels: props.series.map((one) => one.label),
    sync: props.sync,
    threshold: props.threshold,
    shaded: props.shaded,
    most: props.most,
    atLeast: props.atLeast,
    relative: props.relative,
    stacked: props.stacked,
    dashed: props.dashed,
    zoomable: Boolean(props.onZoom),
  };
}
