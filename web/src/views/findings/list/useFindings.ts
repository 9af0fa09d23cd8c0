/** The findings that fit, fetched page after page, and what came since. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { findingsQuery, type Finding } from "@/api/findings";
import { useTopic } from "@/api/live/live";
import { usePreferences } from "@/state/preferences";
import { fitting, graver, type Chosen } from "./filters";

/** Beyond these a reader chooses: a page that holds more serves nobody. */
export const MOST_ROWS = 20_000;
/** Up to so many pages are fetched anew by themselves when something is found. */
const FEW_PAGES = 2;
/** Findings of one examination come together: fetch once for all of them. */
const TOGETHER_MS = 1_000;

export interface Shown {
  query: ReturnType<typeof useFindingsQuery>;
  rows: Finding[];
  /** Further pages are on their way. */
  more: boolean;
  /** There are more than are shown. */
  full: boolean;
  /** Something was chosen: an empty list says nothing of all findings. */
  filtered: boolean;
  /** What was found since the list was fetched, where it is too long to be fetched anew. */
  fresh: number;
  showFresh: () => void;
}

function useFindingsQuery(chosen: Chosen) {
  const language = usePreferences((state) => state.language);
  return useInfiniteQuery(findingsQuery(chosen.wanted, language));
}

export function useFindings(chosen: Chosen): Shown {
  const query = useFindingsQuery(chosen);
  const { data, hasNextPage, isFetchingNextPage, isFetching, fetchNextPage, isError } = query;
  const fetched = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  const full = hasNextPage && fetched >= MOST_ROWS;
  // sorting, filtering and exporting need all rows: the rest comes while the first are read
  useEffect(() => {
    if (hasNextPage && !full && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, full, isFetching, isError, fetchNextPage]);
  const { wanted, text, ignored } = chosen;
  const rows = useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? [];
    return fitting(all, { wanted, text, ignored }).sort(graver);
    // `wanted` is made anew with each address and chooses nothing here: the query does
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data, text, ignored]);
  const { fresh, showFresh } = useFresh(data?.pages.length ?? 0);
  return {
    query,
    rows,
    more: hasNextPage || isFetchingNextPage,
    full,
    filtered: text !== "" || Object.values(wanted).some(Boolean) || ignored === "only",
    fresh,
    showFresh,
  };
}

/** Fetch a short list anew when something is found; of a long one say how much there is. */
function useFresh(pages: number) {
  const client = useQueryClient();
  const [fresh, setFresh] = useState(0);
  const showFresh = () => {
    setFresh(0);
    void client.invalidateQueries({ queryKey: ["findings", "list"] });
  };
  useTopic("findings", { event: () => setFresh((count) => count + 1) });
  useEffect(() => {
    if (!fresh || pages > FEW_PAGES) return;
    const timer = window.setTimeout(showFresh, TOGETHER_MS);
    return () => window.clearTimeout(timer);
  });
  return { fresh, showFresh };
}
