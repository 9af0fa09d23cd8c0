import { useCallback, useEffect, useMemo, useRef, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import type uPlot from "uplot";
import type { Frame } from "./frame";
import { Legend, tell } from "./Legend";
import type { Redraw } from "./redraw";
import type { Ring } from "./ring";
import { statsOf, within } from "./stats";
import classes from "./TimeChart.module.css";
import { usePlot } from "./usePlot";
import { useReading } from "./useReading";

/** Where live charts take their numbers from. */
export interface Flow {
  ring: Ring;
  redraw: Redraw;
  /** The range to show, in seconds since 1970: it moves with the time, or stands still. */
  range: () => readonly [number, number];
}

export interface LiveChartProps extends Omit<Frame, "labels" | "zoomable"> {
  title: string;
  flow: Flow;
  lines: readonly { label: string; key: string }[];
  height?: number;
  onZoom?: (from: number, to: number) => void;
}

/** A chart that follows what comes each second, past React: drawn with all others in one picture. */
export function LiveChart(props: LiveChartProps) {
  const { t } = useTranslation("components");
  const { title, flow, lines, height = 130, onZoom, unit } = props;
  const frame = useFrame(props);
  const table = useRef<HTMLTableElement>(null);
  const drawn = useRef<uPlot.AlignedData>([[]]);
  const keys = useMemo(() => lines.map((one) => one.key), [lines]);
  const read = useCallback(() => {
    const range = flow.range();
    const data = flow.ring.read(keys, range[0]) as unknown as uPlot.AlignedData;
    drawn.current = data;
    return { data, range };
  }, [flow, keys]);
  const sum = useCallback(
    (index: number | null) => {
      const data = drawn.current;
      const [from, to] = flow.range();
      const [first, last] = within(data[0], from, to);
      const all = data.slice(1).map((line, at) => {
        const stats = statsOf(line as number[], first, last);
        return index === null ? stats : { ...stats, now: data[at + 1]?.[index] ?? null };
      });
      tell(table.current, unit, all);
    },
    [flow, unit],
  );
  const { box, place, plot, draw, cursor } = usePlot({
    frame,
    height,
    read,
    onZoom,
    onCursor: sum,
  });
  const both = useCallback(() => {
    draw();
    sum(cursor());
  }, [draw, sum, cursor]);
  useFollowing(flow, both, place);
  const numbers = useCallback(() => drawn.current, []);
  const { said, onKeyDown } = useReading(frame, plot, numbers);
  return (
    <figure className={classes.figure} aria-label={title}>
      <div
        ref={box}
        className={classes.box}
        style={{ height }}
        tabIndex={0}
        role="group"
        aria-label={`${title}: ${t("chart.keys")}`}
        onKeyDown={onKeyDown}
      >
        <div ref={place} aria-hidden />
      </div>
      <p className="hx-hidden" aria-live="polite">
        {said}
      </p>
      <Legend frame={frame} table={table} />
    </figure>
  );
}

/** Draw when the flow does and the chart is in sight. */
function useFollowing(flow: Flow, draw: () => void, place: RefObject<Element | null>): void {
  useEffect(() => {
    const joined = flow.redraw.join(draw);
    draw();
    if (!place.current || typeof IntersectionObserver === "undefined") return joined.leave;
    const watching = new IntersectionObserver((entries) => {
      joined.seen(entries.at(-1)?.isIntersecting ?? true);
    });
    watching.observe(place.current);
    return () => {
      watching.disconnect();
      joined.leave();
    };
  }, [flow, draw, place]);
}

function useFrame(props: LiveChartProps): Frame {
  const { unit, sync, threshold, most, atLeast, stacked, dashed, lines, onZoom } = props;
  const zoomable = Boolean(onZoom);
  return useMemo(
    () => ({
      unit,
      labels: lines.map((one) => one.label),
      sync,
      threshold,
      most,
      atLeast,
      stacked,
      dashed,
      zoomable,
    }),
    [unit, lines, sync, threshold, most, atLeast, stacked, dashed, zoomable],
  );
}
