import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";
import { DARK, LIGHT, variables } from "./tokens";

/** Mantine wants ten shades; ours come from the tokens by the resolver below. */
const BLUE: MantineColorsTuple = [
  "#e9f1ff",
  "#d3e2fd",
  "#a8c6fa",
  "#7ba8f5",
  "#5690f0",
  "#3a7ee8",
  "#2267d6",
  "#1550b8",
  "#11429a",
  "#0c327a",
];

/** What Mantine draws of its own in the dark: from text to the ground, in our greys. */
const GREY: MantineColorsTuple = [
  DARK.ink,
  "#c9d1dd",
  DARK.soft,
  "#7d899b",
  DARK.line,
  "#232b37",
  DARK.well,
  DARK.sheet,
  DARK.ground,
  "#080a0e",
];

/** Controls in the accent, by variant: their words keep their contrast in both schemes. */
const OF_ACCENT: Readonly<Record<string, { color: string; background?: string; hover?: string }>> =
  {
    filled: { color: "var(--hx-on-accent)" },
    light: {
      color: "var(--hx-accent)",
      background: "var(--hx-accent-well)",
      hover: "color-mix(in srgb, var(--hx-accent-well) 88%, var(--hx-accent))",
    },
    subtle: { color: "var(--hx-accent)", hover: "var(--hx-accent-well)" },
  };

const ON_ACCENT = { "--button-color": "var(--hx-on-accent)" };

export const theme = createTheme({
  colors: { blue: BLUE, dark: GREY },
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const accent = !input.color || input.color === input.theme.primaryColor;
    return accent ? { ...colours, ...OF_ACCENT[input.variant] } : colours;
  },
  primaryColor: "blue",
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    // a filled button's word stands on the accent, which is light in the dark theme
    Button: {
      vars: (_: unknown, props: { variant?: string; color?: string }) => ({
        root: props.color || (props.variant ?? "filled") !== "filled" ? {} : ON_ACCENT,
      }),
    },
  },
});

/** Hand our tokens to Mantine's variables, so that each component has them. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: scheme(variables(LIGHT)),
  dark: scheme(variables(DARK)),
});

function scheme(ours: Record<string, string>): Record<string, string> {
  return {
    ...ours,
    "--mantine-color-body": "var(--hx-ground)",
    "--mantine-color-text": "var(--hx-ink)",
    "--mantine-color-dimmed": "var(--hx-soft)",
    "--mantine-color-placeholder": "var(--hx-soft)",
    "--mantine-color-default": "var(--hx-sheet)",
    "--mantine-color-default-hover": "var(--hx-well)",
    "--mantine-color-default-color": "var(--hx-ink)",
    "--mantine-color-default-border": "var(--hx-line)",
    "--mantine-color-anchor": "var(--hx-accent)",
    "--mantine-color-error": "var(--hx-critical)",
    "--mantine-primary-color-filled": "var(--hx-accent)",
    "--mantine-primary-color-contrast": "var(--hx-on-accent)",
  };
}
