import { describe, expect, it } from "vitest";
import { asText, chosen, inSight, levelOf, linesOf, notYet } from "./lines";

const line = (time: number, text: string) => ({ time, text });

describe("lines of a log", () => {
  it("are read from a live event, and what is no line is passed over", () => {
    const data = { items: [{ time: 1.5, line: "one" }, { time: 2 }, null, "x"] };
    expect(linesOf(data)).toEqual([line(1500, "one")]);
    expect(linesOf(undefined)).toEqual([]);
  });

  it("are told once where they were kept and told live", () => {
    const kept = [line(1, "a"), line(2, "b"), line(2, "b")];
    const live = [
      line(1, "a"),
      line(2, "b"),
      line(2, "b"),
      line(2, "b"),
      line(2, "c"),
      line(3, "d"),
    ];
    expect(notYet(kept, live)).toEqual([line(2, "b"), line(2, "c"), line(3, "d")]);
    expect(notYet([], live)).toEqual(live);
  });

  it("have a level by their words", () => {
    expect(levelOf("executing")).toBe("plain");
    expect(levelOf("failed: no such host")).toBe("error");
    expect(levelOf("WARNING the disk is slow")).toBe("warning");
    expect(levelOf("debug: nothing")).toBe("debug");
    expect(levelOf("terrors of the deep")).toBe("plain");
  });

  it("are chosen by all words that are looked for", () => {
    const held = ["Disk is slow", "disk fast"].map((text, at) => ({
      ...line(at, text),
      number: at,
    }));
    expect(chosen(held, " SLOW disk ").map((one) => one.text)).toEqual(["Disk is slow"]);
    expect(chosen(held, " ")).toBe(held);
  });

  it("are drawn only where they are in sight", () => {
    expect(inSight(0, 100, 20, 1000, 2)).toEqual([0, 7]);
    expect(inSight(400, 100, 20, 1000, 2)).toEqual([18, 27]);
    expect(inSight(400, 100, 20, 3, 2)).toEqual([3, 3]);
  });

  it("are written with their times in UTC", () => {
    expect(asText([line(0, "a")])).toBe("1970-01-01T00:00:00.000Z a\n");
  });
});
