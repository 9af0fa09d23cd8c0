const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Give how long to wait before trying to connect again: it doubles, and each client waits another
 * time, so that they do not all come back at once. `chance` is between 0 and 1.
 */
export function waitMs(failures: number, chance: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return most / 2 + (most / 2) * chance;
}
