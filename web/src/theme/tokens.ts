/**
 * The colours of the dashboard, once: the style sheet, the charts and the contrast test read these.
 *
 * Text colours keep 4.5:1 on every surface they stand on; lines and marks keep 3:1.
 */
export interface Tokens {
  /** Behind everything. */
  ground: string;
  /** Cards, tables, menus. */
  sheet: string;
  /** What lies in a sheet: code, wells, hovered rows. */
  well: string;
  ink: string;
  soft: string;
  line: string;
  accent: string;
  onAccent: string;
  accentWell: string;
  critical: string;
  criticalWell: string;
  high: string;
  highWell: string;
  medium: string;
  mediumWell: string;
  low: string;
  lowWell: string;
  info: string;
  infoWell: string;
  ok: string;
  okWell: string;
  /** What could not be measured: never the colour of something good or bad. */
  unknown: string;
  unknownWell: string;
  /** Lines of charts, in the order in which they are given away. */
  chart: readonly string[];
}

export const LIGHT: Tokens = {
  ground: "#f5f6f9",
  sheet: "#ffffff",
  well: "#eef1f6",
  ink: "#121722",
  soft: "#4a5567",
  line: "#d3d9e3",
  accent: "#1550b8",
  onAccent: "#ffffff",
  accentWell: "#e4edfd",
  critical: "#9c1420",
  criticalWell: "#fde3e5",
  high: "#b3370b",
  highWell: "#fdeadf",
  medium: "#7d5300",
  mediumWell: "#fbf0d3",
  low: "#2a5b8c",
  lowWell: "#e3eef8",
  info: "#4a5567",
  infoWell: "#eceff4",
  ok: "#12633a",
  okWell: "#e0f3e8",
  unknown: "#5b5470",
  unknownWell: "#efedf4",
  chart: ["#1f6fe0", "#c2570c", "#0f8a5f", "#a3309b", "#8a6d00", "#c22f45", "#0b7f92", "#6a53c9"],
};

export const DARK: Tokens = {
  ground: "#0c0f15",
  sheet: "#141922",
  well: "#1c222d",
  ink: "#e9edf4",
  soft: "#a6b1c2",
  line: "#2d3644",
  accent: "#86b4ff",
  onAccent: "#0a1020",
  accentWell: "#172a4d",
  critical: "#ff8f96",
  criticalWell: "#46151b",
  high: "#ff9f6e",
  highWell: "#43210f",
  medium: "#edc25f",
  mediumWell: "#3a2c0a",
  low: "#8dbdf0",
  lowWell: "#15304a",
  info: "#a6b1c2",
  infoWell: "#222936",
  ok: "#67d39b",
  okWell: "#10331f",
  unknown: "#b7aed0",
  unknownWell: "#272336",
  chart: ["#6ea8ff", "#ff9b57", "#4fd0a0", "#e58be0", "#e3c14c", "#ff8090", "#4fc7da", "#ab9bff"],
};

export type Scheme = "light" | "dark";

export const TOKENS: Readonly<Record<Scheme, Tokens>> = { light: LIGHT, dark: DARK };

/** Give the variables of a style sheet: `ground` becomes `--hx-ground`, `chart` `--hx-chart-1` … */
export function variables(tokens: Tokens): Record<string, string> {
  const made: Record<string, string> = {};
  for (const [name, value] of Object.entries(tokens) as [string, string | readonly string[]][]) {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (typeof value === "string") made[`--hx-${dashed}`] = value;
    else value.forEach((one, index) => (made[`--hx-${dashed}-${index + 1}`] = one));
  }
  return made;
}
