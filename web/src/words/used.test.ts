import { expect, it } from "vitest";
import en from "./en";

const SOURCES: Record<string, string> = import.meta.glob(["../**/*.{ts,tsx}", "!../**/*.test.*"], {
  eager: true,
  query: "?raw",
  import: "default",
});

/** Whether a key, or its forms for one and many, has a sentence. */
function said(namespace: string, key: string): boolean {
  const found = (name: string): unknown =>
    name
      .split(".")
      .reduce<unknown>(
        (inner, part) =>
          typeof inner === "object" && inner ? (inner as Record<string, unknown>)[part] : undefined,
        en[namespace],
      );
  return ["", "_one", "_other"].some((form) => typeof found(key + form) === "string");
}

function used(source: string): string[] {
  return [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((one) => one[1] ?? "");
}

it.each(Object.keys(SOURCES).filter((path) => used(SOURCES[path] ?? "").length))(
  "%s says only what has words",
  (path) => {
    const source = SOURCES[path] ?? "";
    const own = /useTranslation\("(\w+)"\)/.exec(source)?.[1] ?? "shared";
    for (const key of used(source)) {
      const [namespace, name] = key.includes(":")
        ? (key.split(":") as [string, string])
        : [own, key];
      expect(said(namespace, name), `${namespace}:${name}`).toBe(true);
    }
  },
);
