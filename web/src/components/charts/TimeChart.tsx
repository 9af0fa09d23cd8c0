import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { ChartTable } from "./ChartTable";
import { aligned } from "./gaps";
import { optionsOf } from "./options";
import classes from "./TimeChart.module.css";

/** One line of a chart. */
export interface Series {
  label: string;
  /** Moments as [seconds since 1970, or since a start with `relative`; value or null for a gap]. */
  points: readonly (readonly [number, number | null])[];
}

export interface TimeChartProps {
  title: string;
  unit: string;
  series: readonly Series[];
  height?: number;
  /** Charts with the same key show the same moment under the cursor. */
  sync?: string;
  threshold?: number | null;
  /** A window to shade, in the times of the points. */
  shaded?: readonly [number, number];
  /** The upper edge of the scale; without it the data says. */
  most?: number;
  /** Times are seconds since a start, not of a calendar. */
  relative?: boolean;
  /** Shown instead of the data's own range. */
  range?: readonly [number, number];
  /** Called with the range that a reader drags over. */
  onZoom?: (from: number, to: number) => void;
  /** Without the table below: for where another view of the same data stands beside it. */
  bare?: boolean;
}

/** A chart over time: synchronised cursor, gaps as gaps, and its numbers as a table below. */
export function TimeChart(props: TimeChartProps) {
  const { t } = useTranslation("components");
  const { title, unit, series, height = 160, bare = false } = props;
  const drawn = useMemo(() => {
    const made = aligned(series.map((one) => one.points));
    return [made.times, ...made.lines] as uPlot.AlignedData;
  }, [series]);
  const { box, place } = usePlot(props, drawn, height);
  return (
    <figure className={classes.figure} aria-label={title}>
      <div ref={box} className={classes.box} style={{ height }}>
        <div ref={place} aria-hidden />
        {drawn[0].length === 0 && <p className={classes.empty}>{t("chart.noData")}</p>}
      </div>
      {!bare && <ChartTable title={title} unit={unit} series={series} relative={props.relative} />}
    </figure>
  );
}

const NARROWEST_PX = 40;

/** Keep one uPlot in a place: made anew when its frame changes, else handed the newest data. */
function usePlot(props: TimeChartProps, drawn: uPlot.AlignedData, height: number) {
  const { ref: box, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef({ props, drawn });
  const scheme = useComputedColorScheme("light");
  const [from, to] = props.range ?? [null, null];
  // what a chart is made of once; by its words, so that equal frames are one
  const frame = JSON.stringify([
    width,
    height,
    scheme,
    props.unit,
    props.relative,
    props.sync,
    props.threshold,
    props.shaded,
    props.most,
    props.series.map((one) => one.label),
  ]);

  useEffect(() => {
    newest.current = { props, drawn };
  });
  useEffect(() => {
    if (!place.current || width < NARROWEST_PX) return;
    const made = new uPlot(
      optionsOf(newest.current.props, width, height, (one, other) =>
        newest.current.props.onZoom?.(one, other),
      ),
      newest.current.drawn,
      place.current,
    );
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [frame, width, height]);
  useEffect(() => {
    plot.current?.setData(drawn, from === null);
    if (from !== null) plot.current?.setScale("x", { min: from, max: to });
  }, [drawn, from, to, frame]);
  return { box, place };
}
