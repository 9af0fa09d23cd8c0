import { expect, it } from "vitest";
import { Ring } from "./ring";

function filled(seconds: number[], keys = ["a"]): Ring {
  const ring = new Ring(1_000);
  for (const at of seconds) ring.push(at, Object.fromEntries(keys.map((key) => [key, at])));
  return ring;
}

it("keeps moments and numbers in order", () => {
  expect(filled([1, 2, 3]).read(["a"], 0)).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

it("draws a gap where seconds are missing", () => {
  const [times, cells] = filled([1, 2, 3, 30, 31]).read(["a"], 0);
  expect(times).toEqual([1, 2, 3, 3.5, 30, 31]);
  expect(cells).toEqual([1, 2, 3, null, 30, 31]);
});

it("draws a gap where it is told of one, once", () => {
  const ring = filled([1, 2, 3]);
  ring.gap();
  ring.gap();
  ring.push(4, { a: 4 });
  expect(ring.read(["a"], 0)[1]).toEqual([1, 2, 3, null, 4]);
});

it("draws a gap where one of the numbers has not come", () => {
  const ring = filled([1, 2], ["a", "b"]);
  ring.push(3, { a: 3 });
  expect(ring.read(["b"], 0)[1]).toEqual([1, 2, null]);
  expect(ring.value("b")).toBeNull();
});

it("joins what comes less often than the rest, until it is late", () => {
  const ring = new Ring(1_000);
  for (let at = 1; at <= 40; at += 1)
    ring.push(at, { a: at, ...(at % 5 === 0 && at < 21 && { slow: at }) });
  const slow = ring.read(["slow"], 0)[1] ?? [];
  expect(slow[10]).toBeUndefined();
  expect(ring.value("slow")).toBeNull();
  expect(slow.slice(33)).toEqual(slow.slice(33).map(() => null));
});

it("has nothing but gaps for a key that never came", () => {
  expect(filled([1, 2]).read(["b"], 0)[1]).toEqual([null, null]);
});

it("passes over a moment that is not new: a sample that comes again does no harm", () => {
  const ring = filled([1, 2, 3]);
  ring.push(2, { a: 9 });
  ring.push(3, { a: 9 });
  expect(ring.read(["a"], 0)[1]).toEqual([1, 2, 3]);
});

it("lets the oldest go, and keys that are gone with them", () => {
  const ring = new Ring(100);
  ring.push(0, { gone: 1 });
  for (let at = 1; at <= 1_000; at += 1) ring.push(at, { a: at });
  expect(ring.times.length).toBeLessThanOrEqual(125);
  expect(ring.keys).toEqual(["a"]);
  expect(ring.read(["a"], 0)[1]?.at(-1)).toBe(1_000);
  expect(ring.read(["a"], 0)[1]).toHaveLength(ring.times.length);
});

it("begins with what is kept, and what came meanwhile stays", () => {
  const ring = filled([4, 5]);
  ring.seed([
    {
      key: "a",
      points: [
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 40],
      ],
    },
    {
      key: "b",
      points: [
        [1.1, 7],
        [2.1, 8],
      ],
    },
  ]);
  expect(ring.read(["a", "b"], 0)).toEqual([
    [1, 2, 3, 4, 5],
    [1, 2, 3, 40, 5],
    [7, 8, null, null, null],
  ]);
});

it("gives what is seen and one moment before, so that lines come in from the edge", () => {
  expect(filled([1, 2, 3, 4]).read(["a"], 3)[0]).toEqual([2, 3, 4]);
});
