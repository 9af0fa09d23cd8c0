import { describe, expect, it } from "vitest";
import type { Report } from "@/api/report";
import { shortKey, specialistsOf, turnsOf, type Turn } from "./course";
import { callRows, CALL_COLUMNS } from "./exports";
import { foundIn } from "./find";
import { lanesOf, phasesOf, ticksOf } from "./gantt";
import { judgesOf, matrixOf } from "./matrix";
import type { Call, PanelEvent, SentTexts } from "./queries";
import { columnAt, discussionAt, moved, turnsAt } from "./replay";
import { hiddenIn, textOf } from "./sent";
import { heard, NOTHING, type Told } from "./told";

function event(at: number, kind: string, who: string, more: Partial<PanelEvent> = {}): PanelEvent {
  const empty = { whom: "", item: "", words: "", reason: "", evidence: [], facts: {} };
  return { at_s: at, kind, who, ...empty, ...more };
}

function call(role: string, more: Partial<Call> = {}): Call {
  return {
    role,
    model: "fake/one",
    began_s: 0,
    seconds: 1,
    first_token_s: 0.5,
    input_tokens: 100,
    output_tokens: 10,
    cached_tokens: 40,
    dollars: 0.5,
    rung: "json_schema",
    tries: 1,
    error: "",
    failure: "",
    cached_age_s: null,
    ...more,
  };
}

const ANALYST = "performance_analyst";
const SECURITY = "security_analyst";

const EVENTS = [
  event(0, "asked", ANALYST, { facts: { what: "opinions" } }),
  event(0, "asked", SECURITY, { facts: { what: "opinions" } }),
  event(1, "first_word", ANALYST),
  event(2, "answered", ANALYST, { facts: { model: "fake/one", cached_age_s: null } }),
  event(2, "opinion", ANALYST, {
    item: "f1",
    words: "So it is.",
    evidence: ["cpu.share"],
    facts: { stance: "agrees", severity: "high", confidence: 80 },
  }),
  event(2, "struck", ANALYST, { words: "999 ms", reason: "the evidence has 9" }),
  event(4, "failed", SECURITY, { reason: "no answer in 4 s", facts: { model: "fake/hang" } }),
  event(4, "opinion", SECURITY, { item: "f1", facts: { stance: "opposes", stands_in: true } }),
  event(4, "asked", ANALYST, { facts: { what: "votes" } }),
  event(5, "answered", ANALYST, { facts: { cached_age_s: 60 } }),
  event(5, "vote", ANALYST, { item: "f1", facts: { stance: "agrees", round: 1 } }),
  event(6, "asked", "coordinator", { facts: { what: "rulings" } }),
];
const CALLS = [
  call(ANALYST),
  call(SECURITY, { error: "late", failure: "late", tries: 3, output_tokens: 0, dollars: null }),
  call(ANALYST, { cached_age_s: 60, dollars: 0, cached_tokens: 0 }),
];
const TURNS = turnsOf(EVENTS, CALLS, 7);

function turn(specialist: string, beganS: number, endS: number, more: Partial<Turn> = {}): Turn {
  return { ...(TURNS[0] as Turn), specialist, beganS, endS, firstS: beganS, ...more };
}

describe("the turns of a panel", () => {
  it("are one for each call, with what the call took", () => {
    expect(TURNS.map((one) => [one.specialist, one.what, one.outcome, one.endS])).toEqual([
      [ANALYST, "opinions", "answered", 2],
      [SECURITY, "opinions", "failed", 4],
      [ANALYST, "votes", "cached", 5],
      ["coordinator", "rulings", "cut", 7],
    ]);
    expect(TURNS[1]).toMatchObject({ tries: 3, failure: "late", dollars: null });
    expect(TURNS[2]).toMatchObject({ round: 1, cachedAgeS: 60, firstS: null });
  });

  it("that are open while the panel runs still speak", () => {
    expect(turnsOf(EVENTS, CALLS, 7, true).at(-1)?.outcome).toBe("open");
  });

  it("leave empty in a file what is not known", () => {
    const rows = callRows(TURNS).map((row) =>
      Object.fromEntries(CALL_COLUMNS.map((name, at) => [name, row[at]])),
    );
    expect(rows[1]).toMatchObject({ dollars: null, first_token_s: null, tries: 3 });
  });
});

describe("the plan of calls", () => {
  it("has a lane for each specialist and a line for each call at once", () => {
    const turns = [turn("a", 0, 4), turn("a", 1, 2), turn("a", 2, 3), turn("b", 0, 1)];
    const [a, b] = lanesOf(turns, ["a", "b"], 8);
    expect(a?.bars.map((one) => [one.line, one.left, one.width])).toEqual([
      [0, 0, 50],
      [1, 12.5, 12.5],
      [1, 25, 12.5],
    ]);
    expect([a?.lines, b?.lines, b?.bars.length]).toEqual([2, 1, 1]);
  });

  it("shows how much of a call was waiting for the first token", () => {
    const [lane] = lanesOf(
      [
        turn("a", 0, 2, { firstS: 1 }),
        turn("a", 2, 4, { firstS: null, outcome: "failed" }),
        turn("a", 4, 5, { firstS: null, outcome: "cached" }),
      ],
      ["a"],
      10,
    );
    expect(lane?.bars.map((one) => one.waited)).toEqual([50, 100, 0]);
  });

  it("keeps a call of no time at the very end in sight", () => {
    const bar = lanesOf([turn("a", 5, 5)], ["a"], 5)[0]?.bars[0];
    expect(bar?.width).toBeGreaterThan(0);
    expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeLessThanOrEqual(100);
  });

  it("names the parts that have room for a name", () => {
    const turns = [
      turn("a", 0, 5, { what: "opinions" }),
      turn("b", 1, 6, { what: "opinions" }),
      turn("a", 6, 6.1, { what: "votes" }),
    ];
    expect(phasesOf(turns, 10)).toEqual([{ what: "opinions", left: 0, width: 60 }]);
  });

  it.each([0, 0.4, 8.2, 61, 299, 9_000])("has few marks on a scale of %s s", (end) => {
    const ticks = ticksOf(end);
    expect(ticks[0]).toBe(0);
    expect(ticks.length).toBeLessThanOrEqual(Math.max(10, end / 600 + 1));
    expect(ticks.at(-1)).toBeLessThanOrEqual(end + 1e-6);
  });
});

describe("a replay at a moment", () => {
  const at = (who: string, seconds: number) => columnAt(who, TURNS, EVENTS, seconds);

  it("tells who waits, was asked, speaks, and has answered", () => {
    expect([-0.1, 0.5, 1.5, 2.5].map((one) => at(ANALYST, one).state)).toEqual([
      "waiting",
      "asked",
      "speaking",
      "answered",
    ]);
  });

  it("tells of who hangs that no word came, then that rules stand in and why", () => {
    expect(at(SECURITY, 3)).toMatchObject({ state: "asked", firstTokenS: null, opinions: [] });
    expect(at(SECURITY, 4)).toMatchObject({ state: "stood_in", reason: "no answer in 4 s" });
    expect(at(SECURITY, 4).opinions[0]?.standsIn).toBe(true);
  });

  it("shows opinions and strikes when they were made, not before", () => {
    expect([1.9, 2].map((one) => at(ANALYST, one).opinions.length)).toEqual([0, 1]);
    expect([1.9, 2].map((one) => at(ANALYST, one).struck)).toEqual([0, 1]);
    expect(at(ANALYST, 2).opinions[0]).toMatchObject({ because: ["cpu.share"], confidence: 80 });
  });

  it("counts what has ended, and calls a price that is not known so", () => {
    expect(at(ANALYST, 1.5)).toMatchObject({ seconds: 1.5, inputTokens: null, dollars: null });
    expect(at(ANALYST, 7)).toMatchObject({ inputTokens: 200, cachedTokens: 40, dollars: 0.5 });
    expect(at(ANALYST, 7)).toMatchObject({ calls: 2, seconds: 3, firstTokenS: 1 });
    expect(at(SECURITY, 7)).toMatchObject({ unpriced: true, dollars: null });
  });

  it("does not tell of a call how it will end", () => {
    const [answered, hangs] = turnsAt(TURNS, 3);
    expect(answered).toEqual(TURNS[0]);
    expect(hangs).toMatchObject({ outcome: "open", endS: 3, firstS: null, reason: "" });
    expect(turnsAt(TURNS, 7)).toEqual(TURNS);
  });

  it("has the discussion up to then", () => {
    expect(discussionAt(EVENTS, 4.9)).toEqual([]);
    expect(discussionAt(EVENTS, 5).map((one) => one.kind)).toEqual(["vote"]);
  });

  it("goes on as fast as it is asked to, and not beyond the ends", () => {
    expect(moved(1, 250, 4, 8)).toBe(2);
    expect(moved(7.9, 1_000, 16, 8)).toBe(8);
    expect(moved(0, -50, 1, 8)).toBe(0);
  });
});

describe("agreement", () => {
  const item = { severity: "high", single: false, ruling: "", ruled_by: [], disputed: "" };
  const report = {
    findings: [{ id: "f1", title: "CPU waits" }],
    opinions: [{ specialist: SECURITY, item: "f1", stands_in: true }, { specialist: "my_own" }],
    verdict: {
      items: [
        {
          ...item,
          item: "f1",
          agreement: 50,
          contested: true,
          for: [ANALYST],
          against: [SECURITY],
        },
        { ...item, item: "other", agreement: null, contested: false, for: ["my_own"], against: [] },
      ],
    },
  } as unknown as Report;

  it("says of each specialist whether it agrees, opposes or is silent", () => {
    const rows = matrixOf(report, [ANALYST, SECURITY, "my_own"]);
    expect(rows.map((row) => row.stands.map((one) => one.stand))).toEqual([
      ["agrees", "opposes", "silent"],
      ["silent", "silent", "agrees"],
    ]);
    expect(rows[0]).toMatchObject({ title: "CPU waits", finding: true, contested: true });
    expect(rows[0]?.stands[1]?.standsIn).toBe(true);
    expect(rows[1]).toMatchObject({ title: "other", finding: false, agreement: null });
  });

  it("asks only those who judge: whoever settles and words has no vote", () => {
    expect(judgesOf(report, specialistsOf(["my_own"]))).toEqual([
      ANALYST,
      "infrastructure_expert",
      SECURITY,
      "cost_optimizer",
      "my_own",
    ]);
  });
});

describe("a panel that is told live", () => {
  const tell = (...said: [string, Record<string, unknown>, number][]): Told =>
    said.reduce((told, [kind, data, ms]) => heard(told, kind, data, ms), NOTHING);

  it("is the same course as its record: asked, first word, answered", () => {
    const told = tell(
      ["asked", { role: ANALYST, what: "opinions" }, 1_000],
      ["speaking", { role: ANALYST, letters: 5 }, 2_000],
      ["speaking", { role: ANALYST, letters: 50, ended: true }, 3_000],
      ["spoke", { role: ANALYST, endpoint: "fake/one", input_tokens: 7 }, 3_100],
    );
    const turns = turnsOf(told.events, [], 4, true);
    expect(turns).toHaveLength(1);
    expect(turns[0]).toMatchObject({ beganS: 0, firstS: 1, endS: 2, model: "fake/one" });
    expect(turns[0]?.inputTokens).toBe(7);
    expect(told.letters[ANALYST]).toBe(50);
    expect(told.whole).toBe(true);
  });

  it("makes no second call of a stream's last piece", () => {
    const told = tell(
      ["asked", { role: ANALYST, what: "votes" }, 0],
      ["speaking", { role: ANALYST, letters: 5, ended: true }, 10],
      ["speaking", { role: ANALYST, letters: 5, ended: true }, 20],
    );
    expect(turnsOf(told.events, [], 1, true)).toHaveLength(1);
  });

  it("tells who is absent with the reason", () => {
    const told = tell(
      ["asked", { role: SECURITY, what: "opinions" }, 0],
      ["absent", { role: SECURITY, reason: "no answer in 4 s" }, 4_000],
    );
    const column = columnAt(SECURITY, turnsOf(told.events, [], 4, true), told.events, 4);
    expect(column).toMatchObject({ state: "absent", reason: "no answer in 4 s" });
  });

  it("does not claim to have heard the beginning when it came later", () => {
    expect(tell(["speaking", { role: ANALYST, letters: 9 }, 0]).whole).toBe(false);
    expect(
      tell(["absent", { role: SECURITY, reason: "late" }, 0]).events.map((one) => one.kind),
    ).toEqual(["asked", "failed"]);
  });

  it("passes over what it does not know", () => {
    expect(tell(["progress", { share: 0.5 }, 0], ["speaking", { letters: 5 }, 1])).toBe(NOTHING);
    expect(heard(NOTHING, "asked", null, 0)).toBe(NOTHING);
  });
});

describe("what was sent", () => {
  const sent = {
    shared: { words: "shared at address-1\n" },
    shared_again: { words: "again\n" },
  } as SentTexts;

  it("is the shared text with the words to the one specialist behind it", () => {
    const first = { words: "Judge.", again: false } as SentTexts["calls"][number];
    expect(textOf(sent, first)).toBe("shared at address-1\nJudge.");
    expect(textOf(sent, { ...first, again: true })).toBe("again\nJudge.");
    expect(textOf(sent, undefined)).toBe("shared at address-1\n");
  });

  it("shows where something was hidden", () => {
    const text = "from address-12 of /home/user-3/x, token=… and more…";
    expect(hiddenIn(text).map(([from, to]) => text.slice(from, to))).toEqual([
      "address-12",
      "user-3",
      "…",
    ]);
  });

  it("is searched without regard to capitals", () => {
    expect(foundIn("Disk and disk", "disk")).toEqual([0, 9]);
    expect(foundIn("Disk", "")).toEqual([]);
  });
});

it("a key of evidence is shortened to its family and its labels", () => {
  expect(shortKey("disk.await{device=sda,host=a}")).toBe("disk.await sda a");
  expect(shortKey("cpu.share")).toBe("cpu.share");
});
