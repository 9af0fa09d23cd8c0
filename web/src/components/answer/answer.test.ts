import { describe, expect, it } from "vitest";
import {
  byRules,
  otherProofs,
  proofsOf,
  rulingOf,
  turnMarkdown,
  type Reply,
  type Turn,
} from "./answer";

const proof = (key: string) => ({ key, value: 0.85, unit: "ratio", source: "/proc/stat" });
const REPLY: Reply = {
  role: "coordinator",
  voice: "rules",
  sentences: [{ words: "It waits\n much.", ruling: "proven", keys: ["b", "gone", "a"] }],
  proofs: [proof("a"), proof("b"), proof("c")],
  struck: [{ role: "coordinator", words: "It is hot.", ruling: "unproven", reason: "no evidence" }],
  absent: "",
};
const TURN: Turn = {
  time: "2026-11-21T21:19:34.406Z",
  question: "Why?",
  replies: [REPLY],
  notes: [],
  seconds: 0.3,
  calls: 0,
  tokens: 0,
  dollars: 0,
};

describe("an answer", () => {
  it("has below each sentence the evidence that it names, in its order", () => {
    const [sentence] = REPLY.sentences;
    expect(sentence && proofsOf(sentence, REPLY).map((one) => one.key)).toEqual(["b", "a"]);
    expect(otherProofs(REPLY).map((one) => one.key)).toEqual(["c"]);
  });

  it("is by rules only where no model spoke", () => {
    expect(byRules(TURN)).toBe(true);
    expect(byRules({ ...TURN, replies: [{ ...REPLY, voice: "gpt" }] })).toBe(false);
    expect(byRules({ ...TURN, calls: 1 })).toBe(false);
  });

  it("never calls a ruling proven that it does not know", () => {
    expect(rulingOf("proven")).toBe("proven");
    expect(rulingOf("something new")).toBe("no_claim");
  });

  it("is copied with its evidence, and with what was struck and why", () => {
    const written = { value: () => "85%", role: () => "Coordinator" };
    expect(turnMarkdown(TURN, written)).toBe(
      [
        "## Why?",
        "",
        "### Coordinator (rules)",
        "",
        "- It waits much.",
        "  - `b` = 85% (/proc/stat)",
        "  - `a` = 85% (/proc/stat)",
        "- ~~It is hot.~~ (no evidence)",
        "",
      ].join("\n"),
    );
  });
});
