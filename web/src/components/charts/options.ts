/** What uPlot is told: axes, lines, threshold and shade in the colours of the theme. */
import uPlot from "uplot";
import { inUnit, spoken } from "@/lib/format";
import { clock } from "@/lib/time";
import { dashOf, type Frame } from "./frame";
import { tooltip } from "./tooltip";

const COLOURS = 8;
const HALF_A_DAY_S = 43_200;
const A_MINUTE_S = 60;
const LEAST_DRAGGED_PX = 4;
/** Bytes have ticks at 256 MiB, not at 238 MiB. */
const POWERS_OF_TWO = Array.from({ length: 60 }, (_, at) => 2 ** at);

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--hx-${name}`).trim();
}

/** Give the colour of the line with this number, counted from 0. */
export function lineColour(index: number): string {
  return token(`chart-${(index % COLOURS) + 1}`);
}

/** What a chart tells of what its reader does. */
export interface Told {
  zoom: (from: number, to: number) => void;
  /** The moment under the cursor, by its number; null where there is none. */
  cursor: (index: number | null) => void;
  /** The numbers before they were stacked. */
  numbers: () => uPlot.AlignedData;
}

/** Write a moment of a chart in full. */
export function timeOf(frame: Frame, at: number): string {
  return frame.relative ? inUnit(at, "s") : clock(at * 1000);
}

/** Give the options of one chart. */
export function optionsOf(frame: Frame, width: number, height: number, told: Told): uPlot.Options {
  const { unit, relative = false } = frame;
  const axis = {
    stroke: token("soft"),
    grid: { stroke: token("line"), width: 1 },
    ticks: { show: false },
    font: "11px 'Inter Variable', system-ui, sans-serif",
  };
  return {
    width,
    height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: frame.zoomable ?? false, y: false, setScale: false },
      points: { size: 6 },
      ...(frame.sync && { sync: { key: frame.sync, scales: ["x", null] } }),
    },
    scales: {
      x: { time: !relative },
      y: { range: (_, low, high) => scaleOf(low, high, frame) },
    },
    axes: [
      { ...axis, size: 26, space: 54, values: (_, all) => ticks(all, relative) },
      {
        ...axis,
        size: 62,
        values: (_, all) => all.map((value) => inUnit(value, unit)),
        ...(unit.startsWith("bytes") && { incrs: POWERS_OF_TWO }),
      },
    ],
    series: [{}, ...frame.labels.map((label, index) => lineOf(frame, label, index))],
    ...(frame.stacked && { bands: frame.labels.slice(1).map((_, at) => bandOf(at)) }),
    hooks: {
      drawAxes: [(plot: uPlot) => shade(plot, frame.shaded)],
      draw: [(plot: uPlot) => line(plot, frame.threshold)],
      setSelect: [(plot: uPlot) => select(plot, told.zoom)],
      setCursor: [(plot: uPlot) => told.cursor(plot.cursor.idx ?? null)],
    },
    plugins: [tooltip(frame, told)],
  };
}

function lineOf(frame: Frame, label: string, index: number): uPlot.Series {
  const colour = lineColour(index);
  return {
    label,
    stroke: colour,
    width: frame.stacked ? 1 : 1.5,
    dash: dashOf(frame, index),
    points: { show: true, size: 4, fill: colour, filter: alone },
    spanGaps: false,
    ...(frame.stacked && { fill: `${colour}80` }),
  };
}

/** Choose the moments that stand alone between gaps: no line would show them. */
function alone(plot: uPlot, line: number): number[] {
  const cells = plot.data[line] ?? [];
  const [first, last] = plot.series[0]?.idxs ?? [0, cells.length - 1];
  const found: number[] = [];
  let before: number | null = null;
  let joined = true;
  for (let at = first; at <= last; at += 1) {
    const value = cells[at];
    if (value === undefined) continue;
    if (value === null) {
      if (!joined && before !== null) found.push(before);
      before = null;
      joined = false;
    } else {
      if (before !== null) joined = true;
      else joined = false;
      before = at;
    }
  }
  if (!joined && before !== null) found.push(before);
  return found;
}

/** Each area ends where the one below it does. */
function bandOf(below: number): uPlot.Band {
  return { series: [below + 2, below + 1] };
}

/** Write the ticks of the time: as short as their distance allows. */
function ticks(all: number[], relative: boolean): string[] {
  if (relative) return all.map((at) => inUnit(at, "s"));
  const step = (all[1] ?? 0) - (all[0] ?? 0);
  const short = new Intl.DateTimeFormat(
    spoken(),
    step >= HALF_A_DAY_S
      ? { month: "short", day: "numeric" }
      : {
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
          ...(step > 0 && step < A_MINUTE_S && { second: "2-digit" }),
        },
  );
  return all.map((at) => short.format(at * 1000));
}

function scaleOf(low: number | null, high: number | null, wanted: Frame): [number, number] {
  const top = Math.max((high ?? 0) * 1.05, (wanted.threshold ?? 0) * 1.05, wanted.atLeast ?? 0);
  return [Math.min(low ?? 0, 0), wanted.most ?? (top || 1)];
}

function shade(plot: uPlot, shaded: Frame["shaded"]): void {
  if (!shaded) return;
  const [from, to] = shaded.map((at) => plot.valToPos(at, "x", true)) as [number, number];
  plot.ctx.save();
  plot.ctx.fillStyle = token("accent-well");
  plot.ctx.fillRect(from, plot.bbox.top, to - from, plot.bbox.height);
  plot.ctx.restore();
}

function line(plot: uPlot, threshold: Frame["threshold"]): void {
  if (threshold == null) return;
  const at = plot.valToPos(threshold, "y", true);
  if (at < plot.bbox.top) return;
  plot.ctx.save();
  plot.ctx.strokeStyle = token("high");
  plot.ctx.lineWidth = devicePixelRatio;
  plot.ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  plot.ctx.beginPath();
  plot.ctx.moveTo(plot.bbox.left, at);
  plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, at);
  plot.ctx.stroke();
  plot.ctx.restore();
}

function select(plot: uPlot, zoom: Told["zoom"]): void {
  const { left, width } = plot.select;
  if (width > LEAST_DRAGGED_PX) zoom(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
