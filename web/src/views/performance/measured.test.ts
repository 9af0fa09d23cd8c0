import { describe, expect, it } from "vitest";
import { COLUMNS, markdownOf, rowsOf } from "./exports";
import { linesOf, measuredOf, spreadOf } from "./measured";
import type { Did } from "./queries";

function did(more: Partial<Did> = {}): Did {
  return {
    examination: "e1",
    time: "2026-11-21T12:00:00Z",
    host: "h",
    host_name: "web-1",
    specialist: "security_analyst",
    own: false,
    model: "fake/one",
    calls: 2,
    answered: 1,
    from_cache: 1,
    failed: {},
    seconds: [2],
    first_token_s: [0.5],
    input_tokens: 100,
    output_tokens: 10,
    cached_tokens: 25,
    dollars: 0.5,
    struck: 1,
    opinions: 1,
    stood_in: 0,
    dissent: 1,
    absent: "",
    ...more,
  };
}

const NEVER = did({
  specialist: "cost_optimizer",
  model: "",
  calls: 0,
  answered: 0,
  from_cache: 0,
  seconds: [],
  first_token_s: [],
  input_tokens: 0,
  cached_tokens: 0,
  dollars: 0,
  absent: "out of budget",
});

describe("how specialists do", () => {
  it("is gathered by specialist and model over panels", () => {
    const [one, ...rest] = measuredOf([
      did(),
      did({ examination: "e2", seconds: [4, 9], answered: 2, absent: "it hangs" }),
    ]);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ panels: 2, calls: 4, answered: 3, availability: 0.75, struck: 2 });
    expect(one?.time).toEqual({ least: 2, median: 4, most: 9, count: 3 });
    expect(one).toMatchObject({ dollars: 1, cachedTokens: 0.25, fromCache: 0.5, dissent: 2 });
    expect(one?.absences).toEqual([{ reason: "it hangs", count: 1 }]);
  });

  it("is not known where nothing was measured", () => {
    const [one] = measuredOf([NEVER]);
    expect(one).toMatchObject({ availability: null, time: null, firstToken: null, dollars: null });
    expect(one).toMatchObject({ cachedTokens: null, fromCache: null });
    expect(markdownOf([one as never])).toContain("unknown");
    expect(rowsOf([one as never])[0]).toHaveLength(COLUMNS.length);
  });

  it("has no cost where the price of one call is not known", () => {
    expect(measuredOf([did(), did({ examination: "e2", dollars: null })])[0]?.dollars).toBeNull();
  });

  it("is told of the six in their order, then of users' own", () => {
    const several = ["my_own", "coordinator", "performance_analyst"];
    const told = measuredOf(several.map((specialist) => did({ specialist })));
    expect(told.map((one) => one.specialist)).toEqual(several.reverse());
  });

  it("has a middle of an even number of values too, and none of no values", () => {
    expect(spreadOf([4, 1, 3, 2])?.median).toBe(2.5);
    expect(spreadOf([])).toBeNull();
  });
});

describe("a figure over panels", () => {
  it("goes from the oldest panel to the newest, with a gap where it was not measured", () => {
    const lines = linesOf(
      [
        did({ time: "2026-11-21T14:00:00Z", seconds: [] }),
        did({ time: "2026-11-21T13:00:00Z", seconds: [3, 1] }),
        NEVER,
      ],
      "time",
    );
    expect(lines).toEqual([
      {
        specialist: "security_analyst",
        points: [
          [Date.parse("2026-11-21T13:00:00Z") / 1000, 2],
          [Date.parse("2026-11-21T14:00:00Z") / 1000, null],
        ],
      },
    ]);
  });

  it("says of a cost without a price that it is not known", () => {
    expect(linesOf([did({ dollars: null })], "cost")[0]?.points[0]?.[1]).toBeNull();
    expect(linesOf([did()], "answered")[0]?.points[0]?.[1]).toBe(0.5);
  });
});
