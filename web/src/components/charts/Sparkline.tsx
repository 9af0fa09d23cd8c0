/** Moments as [x, value]; null where nothing was measured. */
export type Points = readonly (readonly [number, number | null])[];

interface SparklineProps {
  points: Points;
  /** What it shows, for those who do not see it. */
  label: string;
  width?: number;
  height?: number;
  /** The value at the upper edge; by default the greatest there is. */
  most?: number;
  threshold?: number | null;
}

const EDGE = 1.5;

/** A small line without axes: the shape of what happened. A gap in the data is a gap in the line. */
export function Sparkline({
  points,
  label,
  width = 72,
  height = 20,
  most,
  threshold,
}: SparklineProps) {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const top = most ?? (Math.max(...values, threshold ?? 0) || 1);
  const first = points[0]?.[0] ?? 0;
  const span = (points.at(-1)?.[0] ?? 1) - first || 1;
  const x = (at: number) => EDGE + ((at - first) / span) * (width - 2 * EDGE);
  const y = (value: number) => height - EDGE - (Math.min(value, top) / top) * (height - 2 * EDGE);
  const path = points
    .map(([at, value], index) => {
      if (value === null) return "";
      const pen = index === 0 || points[index - 1]?.[1] === null ? "M" : "L";
      return `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {threshold != null && threshold <= top && (
        <line
          x1={0}
          x2={width}
          y1={y(threshold)}
          y2={y(threshold)}
          stroke="var(--hx-high)"
          strokeDasharray="2 2"
        />
      )}
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
