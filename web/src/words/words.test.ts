import { describe, expect, it } from "vitest";
import en from "./en";
import pt from "./pt";

function keys(words: object, before = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value]] : keys(value as object, `${before}${key}.`),
  );
}

function places(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{-?\s*([\w.]+)/g)].map((one) => one[1] ?? "").sort();
}

describe.each(Object.keys({ ...en, ...pt }))("the words of %s", (namespace) => {
  const english = new Map(keys(en[namespace] ?? {}));
  const portuguese = new Map(keys(pt[namespace] ?? {}));

  it("are said in both languages", () => {
    expect([...portuguese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("are none of them empty", () => {
    for (const [key, sentence] of [...english, ...portuguese])
      expect(sentence.trim(), key).not.toBe("");
  });

  it("have the same places for values", () => {
    for (const [key, sentence] of english)
      expect(places(portuguese.get(key) ?? ""), key).toEqual(places(sentence));
  });
});
