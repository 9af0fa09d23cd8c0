/** One uPlot in a place: made anew when its frame changes, else handed the newest numbers. */
import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Frame } from "./frame";
import { optionsOf } from "./options";
import { stacked } from "./stacked";

const NARROWEST_PX = 40;

/** What is drawn: the numbers, and the times to show where not all. */
export interface Drawing {
  data: uPlot.AlignedData;
  range?: readonly [number, number] | undefined;
}

export interface Wanted {
  frame: Frame;
  height: number;
  /** Gives what is to be drawn now. */
  read: () => Drawing;
  onZoom?: ((from: number, to: number) => void) | undefined;
  onCursor?: ((index: number | null) => void) | undefined;
}

export function usePlot(wanted: Wanted) {
  const { ref: box, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(wanted);
  const drawn = useRef<uPlot.AlignedData>([[]]);
  const scheme = useComputedColorScheme("light");
  // by its words, so that equal frames are one
  const words = JSON.stringify([wanted.frame, scheme]);
  const { height } = wanted;

  useLayoutEffect(() => {
    newest.current = wanted;
  });
  const draw = useCallback(() => {
    if (!plot.current) return;
    drawn.current = show(plot.current, newest.current);
  }, []);
  useEffect(() => {
    if (!place.current || width < NARROWEST_PX) return;
    const made = new uPlot(
      optionsOf(newest.current.frame, width, height, {
        zoom: (from, to) => newest.current.onZoom?.(from, to),
        cursor: (index) => newest.current.onCursor?.(index),
        numbers: () => drawn.current,
      }),
      undefined,
      place.current,
    );
    plot.current = made;
    draw();
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [words, width, height, draw]);
  const cursor = useCallback(() => plot.current?.cursor.idx ?? null, []);
  return { box, place, plot, draw, cursor };
}

/** Hand over the newest numbers; give them as they were before they were stacked. */
function show(plot: uPlot, { frame, read }: Wanted): uPlot.AlignedData {
  const { data, range } = read();
  const [times, ...lines] = data;
  const high = frame.stacked ? ([times, ...stacked(lines as never)] as uPlot.AlignedData) : data;
  plot.batch(() => {
    plot.setData(high, !range);
    if (range) plot.setScale("x", { min: range[0], max: range[1] });
  });
  return data;
}
