/** A panel as it is told live, in the shape of its record: the same views show both. */
import type { PanelEvent } from "./queries";
import { countOf, wordOf } from "./course";

export interface Told {
  events: PanelEvent[];
  /** Letters of the answer that each specialist speaks now. */
  letters: Readonly<Record<string, number>>;
  /** When the first event came, in milliseconds of the page's clock; null before it. */
  beganMs: number | null;
  /** Something may have been missed. */
  gap: boolean;
  /** Whether the panel's beginning was heard: else who was not heard of may have spoken before. */
  whole: boolean;
}

export const NOTHING: Told = { events: [], letters: {}, beganMs: null, gap: false, whole: true };

/** More than a panel tells: beyond it nothing is taken in. */
const MOST_EVENTS = 2_000;

/**
 * Take in one live event: `asked`, `speaking`, `spoke` or `absent`. What a model says is told live
 * only by its length: words come with the record, when they have passed the proof.
 */
export function heard(told: Told, kind: string, data: unknown, nowMs: number): Told {
  const said = typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
  const who = wordOf(said["role"]);
  if (!who || told.events.length >= MOST_EVENTS) return told;
  const beganMs = told.beganMs ?? nowMs;
  const atS = Math.max(0, (nowMs - beganMs) / 1000);
  const whole = told.beganMs === null ? kind === "asked" : told.whole;
  const next = { ...told, beganMs, whole };
  switch (kind) {
    case "asked":
      return add({ ...next, letters: { ...told.letters, [who]: 0 } }, [
        event("asked", who, atS, { facts: { what: wordOf(said["what"]) } }),
      ]);
    case "speaking":
      return speaks(next, who, atS, said);
    case "spoke":
      return spoke(next, who, atS, said);
    case "absent":
      return add(asked(next, who, atS), [
        event("failed", who, atS, { reason: wordOf(said["reason"]) }),
      ]);
    default:
      return told;
  }
}

function speaks(told: Told, who: string, atS: number, said: Record<string, unknown>): Told {
  const known = asked(told, who, atS);
  const before = last(known, who)?.kind;
  if (before !== "asked" && before !== "first_word") return told; // its stream had ended
  const letters = { ...known.letters, [who]: countOf(said["letters"]) ?? 0 };
  const first = before === "asked" ? [event("first_word", who, atS)] : [];
  const ends = said["ended"] === true ? [event("answered", who, atS)] : [];
  return add({ ...known, letters }, [...first, ...ends]);
}

/** `spoke` comes when the answer is proven: its stream may have been told to have ended before. */
function spoke(told: Told, who: string, atS: number, said: Record<string, unknown>): Told {
  const facts = {
    model: wordOf(said["endpoint"]),
    seconds: countOf(said["seconds"]),
    input_tokens: countOf(said["input_tokens"]),
    output_tokens: countOf(said["output_tokens"]),
  };
  const before = told.events.findLastIndex((one) => one.who === who && one.kind === "answered");
  if (before >= 0 && last(told, who)?.kind === "answered") {
    const events = told.events.map((one, index) => (index === before ? { ...one, facts } : one));
    return { ...told, events };
  }
  return add(asked(told, who, atS), [event("answered", who, atS, { facts })]);
}

/** Who speaks was asked, even where that was told before somebody listened. */
function asked(told: Told, who: string, atS: number): Told {
  return last(told, who) ? told : add(told, [event("asked", who, atS)]);
}

function last(told: Told, who: string): PanelEvent | undefined {
  return told.events.findLast((one) => one.who === who);
}

function add(told: Told, more: PanelEvent[]): Told {
  return more.length ? { ...told, events: [...told.events, ...more] } : told;
}

function event(kind: string, who: string, atS: number, more: Partial<PanelEvent> = {}): PanelEvent {
  return {
    at_s: atS,
    kind,
    who,
    whom: "",
    item: "",
    words: "",
    reason: "",
    evidence: [],
    facts: {},
    ...more,
  };
}
