/** Markdown of what hosts say: names stay words, whatever they are made of. */

const MARKS = /[\\`*_<>[\]|#~]/g;

/** Write words so that Markdown shows them as they are, on one line. */
export function escaped(words: string): string {
  return words.replace(/\s+/g, " ").trim().replace(MARKS, "\\$&");
}

/** Write a block of code; its fence is longer than any that stands in it. */
export function fenced(code: string, language = ""): string {
  const runs = code.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Write rows below their heads as a table. */
export function tabled(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
