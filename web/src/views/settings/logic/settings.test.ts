import { expect, it } from "vitest";
import { clashes, grouped, guessed, tomlOf, typed, variableOf, type Setting } from "./settings";

const setting = (name: string, value: Setting["value"], meaning = ""): Setting => ({
  name,
  value,
  meaning,
  source: "default",
  changeable: true,
});

const inForce = (...items: Setting[]) => ({ items, version: 1 });

it("groups settings by their tables", () => {
  const groups = grouped(
    [setting("panel.models", ""), setting("panel.mode", ""), setting("keep.newest", 200)],
    "",
  );
  expect(groups.map((one) => [one.table, one.settings.length])).toEqual([
    ["panel", 2],
    ["keep", 1],
  ]);
});

it("finds a setting by words of its name, meaning or value together", () => {
  const all = [
    setting("panel.day_dollars", 10, "what a day may cost"),
    setting("keep.newest", 200),
  ];
  expect(grouped(all, "cost PANEL").map((one) => one.table)).toEqual(["panel"]);
  expect(grouped(all, "200").map((one) => one.table)).toEqual(["keep"]);
  expect(grouped(all, "rocket")).toEqual([]);
});

it("reads what was typed as the kind that the value has", () => {
  expect(typed("12", 5)).toBe(12);
  expect(typed("0,4", 5)).toBe(0.4);
  expect(typed("many", 5)).toBeUndefined();
  expect(typed("12", "words")).toBe("12");
  expect(typed("false", true)).toBe(false);
  expect(typed("a\n\n b ", [])).toEqual(["a", "b"]);
});

it("takes a number for what has no value yet, and nothing for nothing", () => {
  expect(typed("0.8", null)).toBe(0.8);
  expect(typed("", null)).toBeNull();
  expect(guessed("true")).toBe(true);
  expect(guessed("7")).toBe(7);
  expect(guessed("ollama/qwen3")).toBe("ollama/qwen3");
});

it("tells what another changed too, and nothing else", () => {
  const base = inForce(setting("a.x", 1), setting("a.y", 1), setting("a.z", 1));
  const now = inForce(setting("a.x", 2), setting("a.y", 1), setting("a.z", 9));
  expect(clashes({ "a.x": 3, "a.y": 3 }, base, now)).toEqual([
    { name: "a.x", was: "1", now: "2", mine: "3" },
  ]);
});

it("tells no clash where another set the same", () => {
  const base = inForce(setting("a.x", 1));
  expect(clashes({ "a.x": 2 }, base, inForce(setting("a.x", 2)))).toEqual([]);
});

it("writes the lines and the variable that set something in the file", () => {
  expect(tomlOf("server.port", 8000)).toBe("[server]\nport = 8000");
  expect(tomlOf("models.openai/gpt-4.1.tags", ["coordinator"])).toBe(
    '[models."openai/gpt-4.1"]\ntags = ["coordinator"]',
  );
  expect(variableOf("panel.base_url")).toBe("HEXASCOPE_PANEL__BASE_URL");
});
