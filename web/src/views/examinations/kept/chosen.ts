/** Which examinations are chosen, and what of them is exported. */
import type { Kept } from "../queries";

export const EXPORTED = [
  "id",
  "host_name",
  "time",
  "score",
  "worst",
  "findings",
  "headline",
] as const satisfies readonly (keyof Kept)[];

const AT_MOST = 2;

/** Choose one, or not any more; of a third one the first goes. */
export function toggled(chosen: readonly Kept[], one: Kept): readonly Kept[] {
  const others = chosen.filter((other) => other.id !== one.id);
  return others.length < chosen.length ? others : [...chosen, one].slice(-AT_MOST);
}

/** Give the two chosen ones, the older first; nothing where there are not two. */
export function inOrder(chosen: readonly Kept[]): [Kept, Kept] | [] {
  const [one, other] = [...chosen].sort((a, b) => a.time.localeCompare(b.time));
  return one && other ? [one, other] : [];
}
