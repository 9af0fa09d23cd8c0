/** How each host stood when it was last examined. */
import { queryOptions } from "@tanstack/react-query";
import type { LanguageName } from "@/state/preferences";
import { api, data, type Schemas } from "./client";
import { pagesOf } from "./hosts";

export type Examination = Schemas["Examination"];

/** By the host's id: its newest examination. */
export type Standing = ReadonlyMap<string, Examination>;

const A_PAGE = 500;
const MOST_PAGES = 10;

/** The newest examination of each host; headlines in a language. */
export function standingQuery(language: LanguageName) {
  return queryOptions({
    queryKey: ["examinations", "newest", language],
    queryFn: async (): Promise<Standing> => {
      const page = (cursor: string) =>
        data(
          api.GET("/api/v1/examinations", {
            params: { query: asked(language, cursor) },
          }),
        );
      return newestOf((await pagesOf(page, MOST_PAGES)).items);
    },
  });
}

function asked(language: LanguageName, cursor: string) {
  const query = { limit: A_PAGE, newest: true, lang: language, ...(cursor && { cursor }) };
  return query as { limit: number; cursor?: string };
}

/** Keep the first of each host: lists have the newest first. */
export function newestOf(examinations: readonly Examination[]): Standing {
  const newest = new Map<string, Examination>();
  for (const one of examinations) if (!newest.has(one.host)) newest.set(one.host, one);
  return newest;
}
