/** An examination that is under way, told by the events of its topic. */

export const SPECIALISTS = [
  "performance_analyst",
  "infrastructure_expert",
  "security_analyst",
  "cost_optimizer",
  "coordinator",
  "report_generator",
] as const;

export interface Voice {
  state: "waiting" | "speaking" | "spoke" | "absent";
  letters: number;
  opinions: number;
  reason: string;
}

export interface Followed {
  state: "unknown" | "waiting" | "running" | "done" | "failed" | "cancelled";
  /** 0 to 1. */
  progress: number;
  step: string;
  reason: string;
  /** It is kept: its report can be read. */
  kept: boolean;
  voices: Readonly<Record<string, Voice>>;
}

export const NOTHING_YET: Followed = {
  state: "unknown",
  progress: 0,
  step: "",
  reason: "",
  kept: false,
  voices: {},
};

const WAITING: Voice = { state: "waiting", letters: 0, opinions: 0, reason: "" };

type Told = Record<string, unknown>;

/** Begin anew from what the server shows of the topic now. */
export function fromSnapshot(shown: unknown): Followed {
  const said = toldOf(shown);
  if (said["examination"]) return { ...NOTHING_YET, state: "done", progress: 1, kept: true };
  return withJob(NOTHING_YET, toldOf(said["job"]));
}

/** Add one event. */
export function withEvent(one: Followed, event: string, data: unknown): Followed {
  const said = toldOf(data);
  if (event === "kept") return { ...one, state: "done", progress: 1, kept: true };
  if (event === "state") return withJob(one, said);
  if (event === "progress") return { ...withJob(one, said), state: "running" };
  const role = said["role"];
  if (typeof role !== "string") return one;
  const voice = voiceOf(one.voices[role] ?? WAITING, event, said);
  return { ...one, voices: { ...one.voices, [role]: voice } };
}

function withJob(one: Followed, job: Told): Followed {
  const state = STATES.find((word) => word === job["state"]) ?? one.state;
  return {
    ...one,
    state,
    // events come late or twice: what was reached stays reached
    progress: Math.max(one.progress, numberOf(job["progress"])),
    step: wordOf(job["step"]) || one.step,
    reason: wordOf(job["reason"]) || one.reason,
  };
}

const STATES = ["waiting", "running", "done", "failed", "cancelled"] as const;

function voiceOf(voice: Voice, event: string, said: Told): Voice {
  if (event === "speaking")
    return { ...voice, state: "speaking", letters: numberOf(said["letters"]) };
  if (event === "spoke") return { ...voice, state: "spoke", opinions: numberOf(said["opinions"]) };
  if (event === "absent") return { ...voice, state: "absent", reason: wordOf(said["reason"]) };
  return voice;
}

/** Whether it ended without an examination. */
export function endedInVain(one: Followed): boolean {
  return one.state === "failed" || one.state === "cancelled";
}

function toldOf(value: unknown): Told {
  return typeof value === "object" && value !== null ? (value as Told) : {};
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
