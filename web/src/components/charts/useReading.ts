/** Reading a chart by keys: the cursor moves from moment to moment, and the values are said. */
import { useCallback, useState, type KeyboardEvent, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import type uPlot from "uplot";
import { inUnit } from "@/lib/format";
import type { Frame } from "./frame";
import { timeOf } from "./options";

const A_LEAP = 10;

/** Give which moment a key goes to; null where it goes nowhere. */
export function moved(key: string, leap: boolean, at: number | null, count: number): number | null {
  const last = count - 1;
  if (last < 0) return null;
  const step = leap ? A_LEAP : 1;
  if (key === "ArrowLeft") return Math.max(0, (at ?? last + step) - step);
  if (key === "ArrowRight") return Math.min(last, (at ?? last) + step);
  if (key === "Home") return 0;
  return key === "End" ? last : null;
}

export function useReading(
  frame: Frame,
  plot: RefObject<uPlot | null>,
  numbers: () => uPlot.AlignedData,
) {
  const { t } = useTranslation("components");
  const [said, setSaid] = useState("");
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const one = plot.current;
      if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        one.setCursor({ left: -10, top: -10 });
        setSaid("");
        return;
      }
      const data = numbers();
      const to = moved(event.key, event.shiftKey, one.cursor.idx ?? null, data[0].length);
      if (to === null) return;
      event.preventDefault();
      const at = data[0][to] ?? 0;
      // the third word has the charts of the same key follow; uPlot's types leave it out
      const set = one.setCursor.bind(one) as (
        place: uPlot.Cursor,
        fire: boolean,
        tell: boolean,
      ) => void;
      set({ left: one.valToPos(at, "x"), top: one.over.clientHeight / 2 }, true, true);
      const values = frame.labels.map((label, index) => {
        const value = data[index + 1]?.[to];
        return `${label} ${value == null ? t("chart.missing") : inUnit(value, frame.unit)}`;
      });
      setSaid(`${timeOf(frame, at)}: ${values.join(", ")}`);
    },
    [frame, plot, numbers, t],
  );
  return { said, onKeyDown };
}
