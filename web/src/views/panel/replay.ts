/** How a panel stood at a moment: what the columns, the plan of calls and the discussion show. */
import { countOf, wordOf, type Turn } from "./course";
import type { PanelEvent } from "./queries";

/**
 * `waiting`: not asked yet; `asked`: no token came so far; `stood_in`: rules speak in the place of
 * its model; `rules`: no model was asked at all; `unheard`: it may have spoken before somebody listened.
 */
export type State =
  "waiting" | "asked" | "speaking" | "answered" | "absent" | "stood_in" | "rules" | "unheard";

/** What one specialist said of one thing. */
export interface Said {
  item: string;
  stance: string;
  severity: string;
  /** Percent. */
  confidence: number | null;
  words: string;
  because: string[];
  standsIn: boolean;
}

export interface Column {
  specialist: string;
  state: State;
  /** Why it is absent; '' elsewhere. */
  reason: string;
  model: string;
  calls: number;
  /** Time that its calls took so far; null where it was not asked. */
  seconds: number | null;
  /** From its first question to its first token; null where none came from the model. */
  firstTokenS: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cachedTokens: number | null;
  dollars: number | null;
  /** Calls that have ended and whose price is not known. */
  unpriced: boolean;
  struck: number;
  opinions: Said[];
}

/** Give what a specialist shows at a moment, in seconds since the panel began. */
export function columnAt(
  specialist: string,
  turns: readonly Turn[],
  events: readonly PanelEvent[],
  atS: number,
): Column {
  const begun = turns.filter((one) => one.specialist === specialist && one.beganS <= atS);
  const ended = begun.filter((one) => one.endS <= atS && one.outcome !== "open");
  const said = events.filter((one) => one.who === specialist && one.at_s <= atS);
  const opinions = said.filter((one) => one.kind === "opinion").map(saidIn);
  const first = begun.find((one) => one.firstS !== null && one.firstS <= atS);
  return {
    specialist,
    ...stateAt(begun, opinions, atS),
    model: begun.findLast((one) => one.model)?.model ?? "",
    calls: begun.length,
    seconds: begun.length ? sum(begun.map((one) => Math.min(one.endS, atS) - one.beganS)) : null,
    firstTokenS: first?.firstS != null ? first.firstS - first.beganS : null,
    inputTokens: known(ended.map((one) => one.inputTokens)),
    outputTokens: known(ended.map((one) => one.outputTokens)),
    cachedTokens: known(ended.map((one) => one.cachedTokens)),
    dollars: known(ended.map((one) => one.dollars)),
    unpriced: ended.some((one) => one.dollars === null),
    struck: said.filter((one) => one.kind === "struck").length,
    opinions,
  };
}

/** Give the calls as they stood at a moment: what had begun and not ended, spoke; the rest is to come. */
export function turnsAt(turns: readonly Turn[], atS: number): Turn[] {
  return turns.map((one) => {
    if (one.beganS > atS || one.endS <= atS) return one;
    const firstS = one.firstS !== null && one.firstS <= atS ? one.firstS : null;
    return { ...one, outcome: "open", endS: atS, firstS, reason: "", cachedAgeS: null };
  });
}

function stateAt(
  begun: readonly Turn[],
  opinions: readonly Said[],
  atS: number,
): Pick<Column, "state" | "reason"> {
  const now = begun.find((one) => one.endS > atS || one.outcome === "open");
  if (now) {
    const speaks = now.firstS !== null && now.firstS <= atS;
    return { state: speaks ? "speaking" : "asked", reason: "" };
  }
  const last = begun.at(-1);
  const reason = last?.outcome === "failed" ? last.reason : "";
  if (opinions.some((one) => one.standsIn)) return { state: "stood_in", reason };
  if (!last) return { state: "waiting", reason: "" };
  if (last.outcome === "failed") return { state: "absent", reason };
  return { state: last.outcome === "cut" ? "absent" : "answered", reason: "" };
}

/** Read what an event of the kind `opinion` or `vote` says. */
export function saidIn(event: PanelEvent): Said {
  return {
    item: event.item,
    stance: wordOf(event.facts["stance"]),
    severity: wordOf(event.facts["severity"]),
    confidence: countOf(event.facts["confidence"]),
    words: event.words,
    because: event.evidence,
    standsIn: event.facts["stands_in"] === true,
  };
}

const TALK = new Set(["question", "reply", "probe", "errand", "doubt", "vote", "ruled"]);

/** Give what was said to each other up to a moment, in the order of time. */
export function discussionAt(events: readonly PanelEvent[], atS: number): PanelEvent[] {
  return events.filter((one) => TALK.has(one.kind) && one.at_s <= atS);
}

/** Give the next moment of a replay; it ends where the panel did. */
export function moved(atS: number, passedMs: number, speed: number, endS: number): number {
  return Math.min(endS, Math.max(0, atS + (passedMs / 1000) * speed));
}

function sum(several: readonly number[]): number {
  return several.reduce((all, one) => all + one, 0);
}

/** Add up what is known; null where nothing is. */
function known(several: readonly (number | null)[]): number | null {
  const told = several.filter((one): one is number => one !== null);
  return told.length ? sum(told) : null;
}
