import { describe, expect, it } from "vitest";
import { contrast } from "./contrast";
import { TOKENS, type Tokens } from "./tokens";

const WORDS = [
  "ink",
  "soft",
  "accent",
  "critical",
  "high",
  "medium",
  "low",
  "info",
  "ok",
  "unknown",
] as const;
const SURFACES = ["ground", "sheet", "well"] as const;

describe.each(Object.entries(TOKENS))("the %s colours", (_, tokens: Tokens) => {
  it.each(WORDS)("let %s be read on every surface", (word) => {
    for (const surface of SURFACES)
      expect(contrast(tokens[word], tokens[surface]), surface).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["critical", "high", "medium", "low", "info", "ok", "unknown", "accent"] as const)(
    "let %s be read on its own well",
    (word) => {
      expect(contrast(tokens[word], tokens[`${word}Well`])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(tokens.ink, tokens[`${word}Well`])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("let words be read on the accent", () => {
    expect(contrast(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it("let every line of a chart be seen", () => {
    for (const line of tokens.chart)
      expect(contrast(line, tokens.sheet), line).toBeGreaterThanOrEqual(3);
  });
});

it("measures black on white as 21", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
});
