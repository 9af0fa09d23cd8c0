import { expect, it } from "vitest";
import { browserName, grouped } from "./secret";

it("writes an authenticator's secret in groups of four", () => {
  expect(grouped("ABCDEFGHIJ")).toBe("ABCD EFGH IJ");
  expect(grouped("ABCD EFGH")).toBe("ABCD EFGH");
  expect(grouped("")).toBe("");
});

it("names the browser and the system of a session", () => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  expect(browserName(firefox)).toBe("Firefox, Linux");
  const edge =
    "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140";
  expect(browserName(edge)).toBe("Edge, Windows");
});

it("leaves the name of a program as it is", () => {
  expect(browserName("curl/8.5.0")).toBe("curl/8.5.0");
});
