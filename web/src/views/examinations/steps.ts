/** Steps of an examination: the server says them in English. */

const KEYS: Readonly<Record<string, "waiting" | "looking" | "judging" | "probing" | "keeping">> = {
  "waiting for its turn to look at the host": "waiting",
  "looking at the host": "looking",
  judging: "judging",
  "probing what was found": "probing",
  keeping: "keeping",
};

/** Give the key of a step's words; null where it is none that we know. */
export function stepKey(step: string) {
  return KEYS[step] ?? null;
}
