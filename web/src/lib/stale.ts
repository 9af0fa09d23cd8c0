/** When what is known of a host is too old to be called its health. */

/** A look older than this says nothing about now. */
export const STALE_AFTER_S = 24 * 3_600;

/** Tell whether a moment is too long ago; one that can't be read counts as never. */
export function isStale(time: string | number | null | undefined, nowMs: number): boolean {
  if (time === null || time === undefined || time === "") return true;
  const at = new Date(time).getTime();
  return Number.isNaN(at) || nowMs - at > STALE_AFTER_S * 1_000;
}
