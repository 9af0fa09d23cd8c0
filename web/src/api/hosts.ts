/** The hosts that the server knows, for every view that shows some. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "./client";

export type Host = Schemas["Host"];

const A_PAGE = 500;
const MOST_PAGES = 20;

/** All hosts by name, 10,000 at most: few enough to be sorted and filtered by the page itself. */
export const allHostsQuery = queryOptions({
  queryKey: ["hosts", "all"],
  queryFn: () => allPages(hostsPage),
});

export const hostsQuery = infiniteQueryOptions({
  queryKey: ["hosts", "pages"],
  queryFn: ({ pageParam }) => hostsPage(pageParam),
  initialPageParam: "",
  getNextPageParam: (last) => last.next ?? undefined,
});

function hostsPage(cursor: string) {
  return data(
    api.GET("/api/v1/hosts", {
      params: { query: { limit: A_PAGE, ...(cursor && { cursor }) } },
    }),
  );
}

interface OnePage<T> {
  items: T[];
  next?: string | null;
}

/** All that was fetched, and whether there is more than that. */
export interface Fetched<T> {
  items: T[];
  cut: boolean;
}

/** Fetch page after page until there is none, or there were too many. */
export async function pagesOf<T>(
  page: (cursor: string) => Promise<OnePage<T>>,
  most = MOST_PAGES,
): Promise<Fetched<T>> {
  const items: T[] = [];
  let cursor = "";
  for (let fetched = 0; fetched < most; fetched += 1) {
    const one = await page(cursor);
    items.push(...one.items);
    if (!one.next) return { items, cut: false };
    cursor = one.next;
  }
  return { items, cut: true };
}

/** Fetch all of a list that is known to be short. */
export async function allPages<T>(page: (cursor: string) => Promise<OnePage<T>>): Promise<T[]> {
  return (await pagesOf(page)).items;
}
