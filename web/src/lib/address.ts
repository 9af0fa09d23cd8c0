/** What is selected stands in the address, so that a link to it shows the same. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

type Words = Readonly<Record<string, string>>;

/** Give the words behind the `?`, and a function that sets some; an empty word takes it away. */
export function useAddress(): [Words, (change: Words, replace?: boolean) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (change: Words, replace = false) =>
      void navigate({
        to: ".",
        search: (old: Record<string, unknown>) => changed(old, change),
        replace,
        resetScroll: false,
      }),
    [navigate],
  );
  return [wordsOf(search), set];
}

/** Give the words of an address as they are: numbers and flags are written as words too. */
export function wordsOf(search: Record<string, unknown>): Words {
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [[name, String(value)]]
        : [],
    ),
  );
}

/** Give an address's words with some changed; what is empty is left out. */
export function changed(old: Record<string, unknown>, change: Words): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== "" && value != null),
  );
}
