/** What was sent to a model, put together as it left. */
import type { SentTexts } from "./queries";

/** Give the whole text of a call: what all share, then its own words. Without a call: what all share. */
export function textOf(sent: SentTexts, call: SentTexts["calls"][number] | undefined): string {
  const shared = call?.again ? (sent.shared_again ?? sent.shared) : sent.shared;
  return shared.words + (call?.words ?? "");
}

const STAND_IN = /\b(?:user|address)-\d+\b|(?<=[=:]\s{0,3})…/g;

/** Give where words stand in for what was hidden: [from, to] in letters of the text. */
export function hiddenIn(text: string): [number, number][] {
  return [...text.matchAll(STAND_IN)].map((one) => [one.index, one.index + one[0].length]);
}
