/** The place in the address: what a view shows by its search words, so that a link leads back. */
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

export type SearchWords = Readonly<Record<string, string>>;

/** Give the search words of an address as words: the router reads `?a=1` as a number. */
export function wordsOf(search: object): SearchWords {
  return Object.fromEntries(
    Object.entries(search as Record<string, unknown>)
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** Change some of the words; an empty one is left out of the address. */
export function changed(words: SearchWords, changes: SearchWords): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...words, ...changes }).filter(([, value]) => value !== ""),
  );
}

/** Give the search words, and what changes some of them without another step of history. */
export function useSearchWords(): [SearchWords, (changes: SearchWords) => void] {
  const search = useRouterState({ select: (state) => state.location.search as object });
  const navigate = useNavigate();
  const words = useMemo(() => wordsOf(search), [search]);
  const change = useCallback(
    (changes: SearchWords) =>
      void navigate({
        to: ".",
        search: (before: object) => changed(wordsOf(before), changes),
        replace: true,
        resetScroll: false,
      } as never),
    [navigate],
  );
  return [words, change];
}
