/** What a chart is made of once, apart from its numbers. */
export interface Frame {
  unit: string;
  /** The names of the lines, in order. */
  labels: readonly string[];
  /** Charts with the same key show the same moment under the cursor. */
  sync?: string | undefined;
  threshold?: number | null | undefined;
  /** A window to shade, in the times of the points. */
  shaded?: readonly [number, number] | undefined;
  /** The upper edge of the scale; without it the data says. */
  most?: number | undefined;
  /** The upper edge is at least here, so that noise does not look like a storm. */
  atLeast?: number | undefined;
  /** Times are seconds since a start, not of a calendar. */
  relative?: boolean | undefined;
  /** Areas on top of each other: parts of a whole. */
  stacked?: boolean | undefined;
  /** Lines told apart by dashes too; by itself from five lines on. */
  dashed?: boolean | undefined;
  /** Whether a range can be dragged over. */
  zoomable?: boolean | undefined;
}

const MOST_PLAIN = 4;

/** Whether the lines are told apart by more than colour. */
export function isDashed(frame: Pick<Frame, "labels" | "dashed" | "stacked">): boolean {
  return !frame.stacked && (frame.dashed ?? frame.labels.length > MOST_PLAIN);
}

const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4]];

/** Give the dash of the line with this number; empty for an unbroken line. */
export function dashOf(frame: Pick<Frame, "labels" | "dashed" | "stacked">, index: number) {
  return isDashed(frame) ? [...(DASHES[index % DASHES.length] ?? [])] : [];
}
