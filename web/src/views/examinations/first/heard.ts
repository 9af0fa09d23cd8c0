/** What is known of a specialist: live while it speaks, then from the report. */
import type { Report } from "@/api/report";
import type { Followed, Voice } from "../following";

const WAITING: Voice = { state: "waiting", letters: 0, opinions: 0, reason: "" };

/** Give how a specialist stands. By rules nobody speaks live: the report tells it all at once. */
export function heardOf(
  name: string,
  followed: Pick<Followed, "voices">,
  report: Pick<Report, "absent" | "opinions"> | undefined,
): Voice {
  const live = followed.voices[name] ?? WAITING;
  if (!report) return live;
  const reason = report.absent[name];
  if (reason !== undefined) return { ...live, state: "absent", reason };
  const opinions = report.opinions.filter((one) => one.specialist === name).length;
  return { ...live, state: "spoke", opinions: opinions || live.opinions };
}
