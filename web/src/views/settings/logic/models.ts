/** Which models a panel asks, by its settings: PROVIDER/NAME, one after the other. */
import type { Setting } from "./settings";

export interface Provider {
  name: string;
  /** The dialect that it speaks. */
  dialect: string;
  /** Its usual address; empty where one has to be given. */
  address: string;
  /** The variables of the server's machine that hold its key and its address. */
  keyVariable: string;
  addressVariable: string;
  key: "needed" | "none" | "maybe";
  example: string;
}

export const PROVIDERS: readonly Provider[] = [
  {
    name: "openai",
    dialect: "OpenAI chat completions",
    address: "https://api.openai.com/v1",
    keyVariable: "OPENAI_API_KEY",
    addressVariable: "OPENAI_BASE_URL",
    key: "needed",
    example: "gpt-5-mini",
  },
  {
    name: "anthropic",
    dialect: "Anthropic messages",
    address: "https://api.anthropic.com",
    keyVariable: "ANTHROPIC_API_KEY",
    addressVariable: "ANTHROPIC_BASE_URL",
    key: "needed",
    example: "claude-sonnet-4",
  },
  {
    name: "openrouter",
    dialect: "OpenAI chat completions",
    address: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
    addressVariable: "OPENROUTER_BASE_URL",
    key: "needed",
    example: "x-ai/grok-4",
  },
  {
    name: "ollama",
    dialect: "Ollama",
    address: "http://127.0.0.1:11434",
    keyVariable: "",
    addressVariable: "OLLAMA_HOST",
    key: "none",
    example: "qwen3",
  },
  {
    name: "compatible",
    dialect: "OpenAI chat completions",
    address: "",
    keyVariable: "OPENAI_API_KEY",
    addressVariable: "OPENAI_BASE_URL",
    key: "maybe",
    example: "llama",
  },
];

/** Give the provider of a model; undefined for one that is not known, and for `auto`. */
export function providerOf(model: string): Provider | undefined {
  return PROVIDERS.find((one) => one.name === model.split("/")[0]);
}

/** Read the models of a setting, in the order in which they are asked. */
export function modelsOf(words: unknown): string[] {
  if (typeof words !== "string") return [];
  return words
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Name the secret that holds a provider's key. */
export function secretOf(provider: string): string {
  return `model.${provider}`;
}

/** Give what a table such as `models` or `token_prices` says of each of its members. */
export function tableOf(
  settings: readonly Setting[],
  table: string,
): Map<string, Record<string, Setting["value"]>> {
  const found = new Map<string, Record<string, Setting["value"]>>();
  for (const { name, value } of settings) {
    if (!name.startsWith(`${table}.`)) continue;
    const at = name.lastIndexOf("."); // a model's name may hold dots
    const member = name.slice(table.length + 1, at);
    if (member) found.set(member, { ...found.get(member), [name.slice(at + 1)]: value });
  }
  return found;
}

/** Move one of a list a place up or down; at the end it stays. */
export function moved(those: readonly string[], at: number, by: -1 | 1): string[] {
  const to = at + by;
  const one = those[at];
  if (one === undefined || to < 0 || to >= those.length) return [...those];
  const rest = those.filter((_, index) => index !== at);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}
