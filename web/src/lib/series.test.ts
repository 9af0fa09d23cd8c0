import { expect, it } from "vitest";
import { momentWord, partsOf, secondsOf } from "./series";

it("takes a key apart, commas of a value included", () => {
  expect(partsOf("load.tasks")).toEqual({ family: "load.tasks", labels: {} });
  expect(partsOf("a.b{mount=/x, y,namespace=net:[1]}")).toEqual({
    family: "a.b",
    labels: { mount: "/x, y", namespace: "net:[1]" },
  });
});

it("reads moments as the server does", () => {
  expect(secondsOf("-1h", 10_000)).toBe(6_400);
  expect(secondsOf("now", 10_000)).toBe(10_000);
  expect(secondsOf("1234.5", 0)).toBe(1_234.5);
  expect(secondsOf("1970-01-01T00:01:00Z", 0)).toBe(60);
  expect(secondsOf("soon", 0)).toBeNull();
});

it("writes moments that it reads again", () => {
  expect(momentWord(60.4)).toBe("1970-01-01T00:01:00Z");
  expect(secondsOf(momentWord(1_795_299_486), 0)).toBe(1_795_299_486);
});
