/** The course of a panel: its events as turns, one for each call, in the order of time. */
import type { Call, PanelEvent } from "./queries";

/** The six, in the order in which they speak. */
export const SIX = [
  "performance_analyst",
  "infrastructure_expert",
  "security_analyst",
  "cost_optimizer",
  "coordinator",
  "report_generator",
] as const;

export type Six = (typeof SIX)[number];

/** `open`: it still speaks; `cut`: the panel ended before its answer came. */
export type Outcome = "answered" | "cached" | "failed" | "cut" | "open";

/** One call of one specialist; times in seconds since the panel began. */
export interface Turn {
  specialist: string;
  /** What it was asked for: the first field of the answer's form. */
  what: string;
  /** The round of votes, 0 elsewhere. */
  round: number;
  beganS: number;
  /** When the first token came; null where none did, or the answer came from the cache. */
  firstS: number | null;
  endS: number;
  outcome: Outcome;
  model: string;
  reason: string;
  failure: string;
  tries: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Tokens that a provider's own cache gave. */
  cachedTokens: number | null;
  dollars: number | null;
  /** How old an answer from our cache is. */
  cachedAgeS: number | null;
}

/**
 * Give one turn for each call. Events tell when it was asked and answered; `calls`, in the order in
 * which a specialist's calls ended, what it took. `endS` is when the panel ended; what is open then
 * was cut off, or with `running` still speaks.
 */
export function turnsOf(
  events: readonly PanelEvent[],
  calls: readonly Call[],
  endS: number,
  running = false,
): Turn[] {
  const open = new Map<string, Turn[]>();
  const left = new Map<string, Call[]>();
  for (const call of calls) left.set(call.role, [...(left.get(call.role) ?? []), call]);
  const turns: Turn[] = [];
  for (const event of events) {
    const mine = open.get(event.who) ?? [];
    if (event.kind === "asked") {
      const turn = begun(event, endS, running, round(turns, event));
      turns.push(turn);
      open.set(event.who, [...mine, turn]);
      continue;
    }
    const [turn] = mine;
    if (!turn) continue;
    if (event.kind === "first_word") turn.firstS = event.at_s;
    if (event.kind !== "answered" && event.kind !== "failed") continue;
    open.set(event.who, mine.slice(1));
    end(turn, event, left.get(event.who)?.shift());
  }
  return turns;
}

function begun(event: PanelEvent, endS: number, running: boolean, turn: number): Turn {
  return {
    specialist: event.who,
    what: wordOf(event.facts["what"]),
    round: turn,
    beganS: event.at_s,
    firstS: null,
    endS: Math.max(endS, event.at_s),
    outcome: running ? "open" : "cut",
    model: "",
    reason: "",
    failure: "",
    tries: 1,
    inputTokens: null,
    outputTokens: null,
    cachedTokens: null,
    dollars: null,
    cachedAgeS: null,
  };
}

/** Votes come in rounds; the devil's advocate votes before the first one. */
function round(turns: readonly Turn[], event: PanelEvent): number {
  if (event.facts["what"] !== "votes") return 0;
  return 1 + turns.filter((one) => one.specialist === event.who && one.what === "votes").length;
}

function end(turn: Turn, event: PanelEvent, call: Call | undefined): void {
  const facts = event.facts;
  turn.endS = event.at_s;
  turn.model = call?.model ?? wordOf(facts["model"]);
  turn.tries = call?.tries ?? countOf(facts["tries"]) ?? 1;
  turn.inputTokens = call?.input_tokens ?? countOf(facts["input_tokens"]);
  turn.outputTokens = call?.output_tokens ?? countOf(facts["output_tokens"]);
  turn.cachedTokens = call?.cached_tokens ?? null;
  turn.dollars = call ? call.dollars : countOf(facts["dollars"]);
  turn.cachedAgeS = call?.cached_age_s ?? countOf(facts["cached_age_s"]);
  if (event.kind === "failed") {
    turn.outcome = "failed";
    turn.reason = event.reason;
    turn.failure = call?.failure ?? "";
    return;
  }
  turn.outcome = turn.cachedAgeS === null ? "answered" : "cached";
  if (turn.outcome === "cached") turn.firstS = null;
}

export function wordOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function countOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** The six first, then users' own specialists by their names. */
export function specialistsOf(names: Iterable<string>): string[] {
  const own = [...new Set(names)].filter((name) => !isOfSix(name));
  return [...SIX, ...own.sort()];
}

export function isOfSix(name: string): name is Six {
  return (SIX as readonly string[]).includes(name);
}

/** A key of evidence as a short word: `disk.await{device=sda}` → `disk.await sda`. */
export function shortKey(key: string): string {
  return key.replace(/\{(.*)\}$/, (_, labels: string) =>
    labels
      .split(",")
      .map((one) => " " + one.slice(one.indexOf("=") + 1))
      .join(""),
  );
}
