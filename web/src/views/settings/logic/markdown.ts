/** Rows as Markdown, for a ticket. */

/** Write a table; what would end a cell is escaped. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): string {
  const line = (cells: readonly unknown[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line), ""].join("\n");
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const words = typeof value === "string" ? value : JSON.stringify(value);
  return words.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\s+/g, " ");
}
