/** The values under the cursor of the chart that the mouse is over, made of text nodes alone. */
import type uPlot from "uplot";
import { inUnit } from "@/lib/format";
import type { Frame } from "./frame";
import { lineColour, timeOf, type Told } from "./options";

const AWAY_PX = 12;

/** Other charts of the same key show the moment too, by their line and their legend. */
export function tooltip(frame: Frame, told: Told): uPlot.Plugin {
  const box = document.createElement("div");
  box.className = "hx-chart-tip";
  box.hidden = true;
  let over = false;
  return {
    hooks: {
      init: (plot: uPlot) => {
        plot.over.append(box);
        plot.over.addEventListener("mouseenter", () => (over = true));
        plot.over.addEventListener("mouseleave", () => (over = false));
      },
      setCursor: (plot: uPlot) => {
        const { idx, left } = plot.cursor;
        box.hidden = !over || idx == null || left == null || left < 0;
        if (box.hidden || idx == null || left == null) return;
        fill(box, frame, told.numbers(), idx);
        const right = left > plot.over.clientWidth / 2;
        box.style.left = right ? "" : `${left + AWAY_PX}px`;
        box.style.right = right ? `${plot.over.clientWidth - left + AWAY_PX}px` : "";
      },
    },
  };
}

function fill(box: HTMLElement, frame: Frame, numbers: uPlot.AlignedData, index: number): void {
  const lines = frame.labels.map((label, at) => {
    const row = document.createElement("div");
    const mark = document.createElement("i");
    mark.style.background = lineColour(at);
    row.append(mark, `${label} `, bold(inUnit(numbers[at + 1]?.[index], frame.unit)));
    return row;
  });
  box.replaceChildren(bold(timeOf(frame, numbers[0][index] ?? 0)), ...lines);
}

function bold(words: string): HTMLElement {
  const made = document.createElement("b");
  made.textContent = words;
  return made;
}
