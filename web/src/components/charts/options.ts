/** What uPlot is told: axes, lines, threshold and shade in the colours of the theme. */
import uPlot from "uplot";
import { inUnit } from "@/lib/format";
import { clock } from "@/lib/time";
import type { TimeChartProps } from "./TimeChart";

const COLOURS = 8;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--hx-${name}`).trim();
}

/** Give the colour of the line with this number, counted from 0. */
export function lineColour(index: number): string {
  return token(`chart-${(index % COLOURS) + 1}`);
}

/** Give the options of one chart; `onZoom` is told of the range that is dragged over. */
export function optionsOf(
  wanted: TimeChartProps,
  width: number,
  height: number,
  onZoom: (from: number, to: number) => void,
): uPlot.Options {
  const { unit, relative = false } = wanted;
  const time = (at: number) => (relative ? inUnit(at, "s") : clock(at * 1000));
  const axis = {
    stroke: token("soft"),
    grid: { stroke: token("line"), width: 1 },
    ticks: { show: false },
    font: "11px 'Inter Variable', system-ui, sans-serif",
  };
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      drag: { x: Boolean(wanted.onZoom), y: false, setScale: false },
      points: { size: 6 },
      ...(wanted.sync && { sync: { key: wanted.sync } }),
    },
    scales: { x: { time: !relative }, y: { range: (_, low, high) => scaleOf(low, high, wanted) } },
    axes: [
      { ...axis, size: 26, space: 70, values: (_, all) => all.map((at) => time(at)) },
      { ...axis, size: 62, values: (_, all) => all.map((value) => inUnit(value, unit)) },
    ],
    series: [
      {},
      ...wanted.series.map(({ label }, index) => ({
        label,
        stroke: lineColour(index),
        width: 1.5,
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: {
      drawAxes: [(plot: uPlot) => shade(plot, wanted.shaded)],
      draw: [(plot: uPlot) => line(plot, wanted.threshold)],
      setSelect: [(plot: uPlot) => select(plot, onZoom)],
    },
    plugins: [tooltip(wanted, time)],
  };
}

function scaleOf(
  low: number | null,
  high: number | null,
  wanted: TimeChartProps,
): [number, number] {
  const top = Math.max(high ?? 0, wanted.threshold ?? 0) || 1;
  return [Math.min(low ?? 0, 0), wanted.most ?? top * 1.05];
}

function shade(plot: uPlot, shaded: TimeChartProps["shaded"]): void {
  if (!shaded) return;
  const [from, to] = shaded.map((at) => plot.valToPos(at, "x", true)) as [number, number];
  plot.ctx.save();
  plot.ctx.fillStyle = token("accent-well");
  plot.ctx.fillRect(from, plot.bbox.top, to - from, plot.bbox.height);
  plot.ctx.restore();
}

function line(plot: uPlot, threshold: TimeChartProps["threshold"]): void {
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

function select(plot: uPlot, onZoom: (from: number, to: number) => void): void {
  const { left, width } = plot.select;
  if (width > 4) onZoom(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

/** The values under the cursor, in words made by text nodes alone. */
function tooltip(wanted: TimeChartProps, time: (at: number) => string): uPlot.Plugin {
  const box = document.createElement("div");
  box.className = "hx-chart-tip";
  box.hidden = true;
  return {
    hooks: {
      init: (plot: uPlot) => plot.over.append(box),
      setCursor: (plot: uPlot) => {
        const { idx, left } = plot.cursor;
        box.hidden = idx == null || left == null || left < 0;
        if (box.hidden || idx == null || left == null) return;
        const lines = wanted.series.map(({ label }, index) => {
          const row = document.createElement("div");
          const mark = document.createElement("i");
          mark.style.background = lineColour(index);
          const value = plot.data[index + 1]?.[idx];
          row.append(mark, `${label} `, bold(inUnit(value, wanted.unit)));
          return row;
        });
        box.replaceChildren(bold(time(plot.data[0][idx] ?? 0)), ...lines);
        const right = left > plot.over.clientWidth / 2;
        box.style.left = right ? "" : `${left + 12}px`;
        box.style.right = right ? `${plot.over.clientWidth - left + 12}px` : "";
      },
    },
  };
}

function bold(words: string): HTMLElement {
  const made = document.createElement("b");
  made.textContent = words;
  return made;
}
