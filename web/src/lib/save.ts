/** Files that the page gives: what is seen as JSON or CSV. */

/** Have the browser save a file. */
export function save(name: string, type: string, words: string): void {
  const address = URL.createObjectURL(new Blob([words], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

const RISKY = /^[=+\-@\t\r]/;

/**
 * Write rows as CSV (RFC 4180). A cell of words that a spreadsheet would take for a formula gets an
 * apostrophe; numbers stay numbers.
 */
export function csv(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const words = typeof value === "string" ? value : JSON.stringify(value);
  const safe = RISKY.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
