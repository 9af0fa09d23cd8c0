import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { wrongsOf } from "./wrongs";

const refused = (detail: string) => new Problem(400, "can't be used", detail);

describe("what the server refuses", () => {
  it("is said at the field of the rule that it means, counted from one", () => {
    const detail = "rules[1].when.evidence: no evidence is called 'x'; do you mean y?; name: taken";
    expect(wrongsOf(refused(detail), [1])).toEqual({
      "rules.0.when.0.evidence": "no evidence is called 'x'; do you mean y?",
      name: "taken",
    });
  });

  it("is said at the rule where it has several conditions", () => {
    expect(wrongsOf(refused("rules[2].when.above: it is no number"), [1, 2])).toEqual({
      "rules.1.when": "it is no number",
    });
  });

  it("is taken from the fields that do not fit", () => {
    const errors = [
      { where: "body.definition.rules.0.when.0.above", what: "a number, please" },
      { where: "body.examination", what: "too short" },
    ];
    expect(wrongsOf(new Problem(422, "", "", "", errors), [1])).toEqual({
      "rules.0.when.0.above": "a number, please",
      "": "examination: too short",
    });
  });

  it("is never lost where it names no field", () => {
    expect(wrongsOf(refused("nothing fits"), [])).toEqual({ "": "nothing fits" });
    expect(wrongsOf(new Problem(409, "clash", "four are heard at most"), [])).toEqual({
      "": "four are heard at most",
    });
    expect(wrongsOf(null, [])).toEqual({});
  });
});
