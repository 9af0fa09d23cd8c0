/** How specialists do: what they did at many panels, gathered by specialist and model. */
import type { Did } from "./queries";

export interface Spread {
  least: number;
  median: number;
  most: number;
  /** How many calls were measured. */
  count: number;
}

/** One specialist by one model over many panels. */
export interface Measured {
  specialist: string;
  own: boolean;
  /** '' where no model was asked. */
  model: string;
  panels: number;
  calls: number;
  answered: number;
  /** Share of its calls that gave a usable answer, 0 to 1; null where it was never asked. */
  availability: number | null;
  /** Seconds of calls that a model answered now. */
  time: Spread | null;
  firstToken: Spread | null;
  inputTokens: number;
  outputTokens: number;
  /** Share of the tokens it read that a provider's cache gave, and of its calls that ours answered. */
  cachedTokens: number | null;
  fromCache: number | null;
  /** Null where one of its calls has no known price. */
  dollars: number | null;
  struck: number;
  opinions: number;
  stoodIn: number;
  dissent: number;
  absences: { reason: string; count: number }[];
}

const ORDER = [
  "performance_analyst",
  "infrastructure_expert",
  "security_analyst",
  "cost_optimizer",
  "coordinator",
  "report_generator",
];

/** Gather what was done: the six first, then users' own, each by the models that spoke for it. */
export function measuredOf(did: readonly Did[]): Measured[] {
  const groups = new Map<string, Did[]>();
  for (const one of did) {
    const key = JSON.stringify([one.specialist, one.model]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()]
    .filter((group) => group.some((one) => one.calls || one.absent || one.opinions))
    .map(gathered)
    .sort(
      (one, other) =>
        place(one.specialist) - place(other.specialist) ||
        one.specialist.localeCompare(other.specialist) ||
        one.model.localeCompare(other.model),
    );
}

function place(specialist: string): number {
  const at = ORDER.indexOf(specialist);
  return at < 0 ? ORDER.length : at;
}

function gathered(group: Did[]): Measured {
  const [first] = group as [Did];
  const sum = (of: (one: Did) => number) => group.reduce((all, one) => all + of(one), 0);
  const calls = sum((one) => one.calls);
  const input = sum((one) => one.input_tokens);
  const known = group.every((one) => one.dollars !== null) && calls > 0;
  return {
    specialist: first.specialist,
    own: first.own,
    model: first.model,
    panels: new Set(group.map((one) => one.examination)).size,
    calls,
    answered: sum((one) => one.answered),
    availability: calls ? sum((one) => one.answered) / calls : null,
    time: spreadOf(group.flatMap((one) => one.seconds)),
    firstToken: spreadOf(group.flatMap((one) => one.first_token_s)),
    inputTokens: input,
    outputTokens: sum((one) => one.output_tokens),
    cachedTokens: input ? sum((one) => one.cached_tokens) / input : null,
    fromCache: calls ? sum((one) => one.from_cache) / calls : null,
    dollars: known ? sum((one) => one.dollars ?? 0) : null,
    struck: sum((one) => one.struck),
    opinions: sum((one) => one.opinions),
    stoodIn: sum((one) => one.stood_in),
    dissent: sum((one) => one.dissent),
    absences: absencesOf(group),
  };
}

/** Give the least, the middle and the most; null where nothing was measured. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (!values.length) return null;
  const sorted = [...values].sort((one, other) => one - other);
  const at = (place: number) => sorted[Math.min(sorted.length - 1, Math.max(0, place))] ?? 0;
  const half = sorted.length / 2;
  const median =
    sorted.length % 2
      ? at(Math.floor(half))
      : (at(Math.floor(half) - 1) + at(Math.floor(half))) / 2;
  return { least: at(0), median, most: at(sorted.length - 1), count: sorted.length };
}

function absencesOf(group: Did[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { absent } of group) if (absent) counts.set(absent, (counts.get(absent) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((one, other) => other.count - one.count);
}

export const FIGURES = ["time", "first_token", "cost", "tokens", "answered", "struck"] as const;
export type Figure = (typeof FIGURES)[number];

/** Give a figure of one panel; null where it was not measured. */
function figureOf(figure: Figure, one: Did): number | null {
  switch (figure) {
    case "time":
      return spreadOf(one.seconds)?.median ?? null;
    case "first_token":
      return spreadOf(one.first_token_s)?.median ?? null;
    case "cost":
      return one.calls ? one.dollars : null;
    case "tokens":
      return one.calls ? one.input_tokens + one.output_tokens : null;
    case "answered":
      return one.calls ? one.answered / one.calls : null;
    case "struck":
      return one.calls ? one.struck : null;
  }
}

/** Give a figure over panels for each specialist: [seconds since 1970, value], the oldest first. */
export function linesOf(
  did: readonly Did[],
  figure: Figure,
): { specialist: string; points: [number, number | null][] }[] {
  const lines = new Map<string, [number, number | null][]>();
  for (const one of did) {
    if (!one.model) continue;
    const points = lines.get(one.specialist) ?? [];
    points.push([Date.parse(one.time) / 1000, figureOf(figure, one)]);
    lines.set(one.specialist, points);
  }
  return [...lines]
    .sort(([one], [other]) => place(one) - place(other) || one.localeCompare(other))
    .map(([specialist, points]) => ({
      specialist,
      points: points.sort(([one], [other]) => one - other),
    }));
}
