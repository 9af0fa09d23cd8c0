import { expect, it } from "vitest";
import { modelsOf, moved, providerOf, tableOf } from "./models";
import type { Setting } from "./settings";

const setting = (name: string, value: Setting["value"]): Setting => ({
  name,
  value,
  meaning: "",
  source: "default",
  changeable: true,
});

it("reads the models of a panel in their order", () => {
  expect(modelsOf(" ollama/qwen3, openai/gpt-5 ,,")).toEqual(["ollama/qwen3", "openai/gpt-5"]);
  expect(modelsOf("")).toEqual([]);
  expect(modelsOf(null)).toEqual([]);
});

it("knows a model's provider by the beginning of its name", () => {
  expect(providerOf("openrouter/x-ai/grok-4")?.name).toBe("openrouter");
  expect(providerOf("auto")).toBeUndefined();
});

it("gathers what is said of a model whose name has dots", () => {
  const found = tableOf(
    [
      setting("models.openai/gpt-4.1.slots", 2),
      setting("models.openai/gpt-4.1.base_url", "http://127.0.0.1"),
      setting("panel.models", "x"),
    ],
    "models",
  );
  expect([...found]).toEqual([["openai/gpt-4.1", { slots: 2, base_url: "http://127.0.0.1" }]]);
});

it("moves a model up and down, and not beyond the ends", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
