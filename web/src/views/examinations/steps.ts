/** Steps of an examination: the server says them in English. */
import type { Followed } from "./following";

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

export type Stage = "waiting" | "now" | "done";

/** Give how far the three stages are: what was looked at is judged, then the specialists speak. */
export function stagesOf(followed: Followed): { look: Stage; judge: Stage; hear: Stage } {
  if (followed.kept) return { look: "done", judge: "done", hear: "done" };
  const key = stepKey(followed.step);
  const heard = Object.keys(followed.voices).length > 0;
  if (key === "keeping") return { look: "done", judge: "done", hear: "done" };
  if (key === "judging")
    return { look: "done", judge: heard ? "done" : "now", hear: heard ? "now" : "waiting" };
  const look = followed.state === "running" ? "now" : "waiting";
  return { look, judge: "waiting", hear: "waiting" };
}
