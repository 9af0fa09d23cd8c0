/** Findings over all hosts, and what can be done with one of them. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { LanguageName } from "@/state/preferences";
import { api, data, type Schemas } from "./client";
import { pagesOf } from "./hosts";
import type { SeverityName } from "./report";

export type Finding = Schemas["Finding"];

/** What a list is to hold; empty words choose nothing. */
export interface FindingsWanted {
  host: string;
  severity: string;
  check: string;
  resource: string;
  when: string;
  /** Also of older examinations. */
  all: boolean;
}

export const A_PAGE = 500;

export function findingsQuery(wanted: FindingsWanted, language: LanguageName) {
  return infiniteQueryOptions({
    queryKey: ["findings", "list", wanted, language],
    queryFn: ({ pageParam }) =>
      data(api.GET("/api/v1/findings", { params: { query: asked(wanted, language, pageParam) } })),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    // what is new is told live: thousands of rows are not fetched anew at each visit
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

function asked(wanted: FindingsWanted, language: LanguageName, cursor: string) {
  const { host, severity, check, resource, when, all } = wanted;
  const query = {
    limit: A_PAGE,
    lang: language,
    ...(host && { host }),
    ...(severity && { severity: severity as SeverityName }),
    ...(check && { check }),
    ...(resource && { resource }),
    ...(when && { when: when as "now" | "past" }),
    ...(all && { all }),
    ...(cursor && { cursor }),
  };
  return query;
}

/** One finding, with whether it is ignored; its report has all that is said of it. */
export function findingQuery(examination: string, finding: string, language: LanguageName) {
  return queryOptions({
    queryKey: ["findings", "one", examination, finding, language],
    queryFn: () => {
      const path = { examination, finding };
      const query = { lang: language };
      return data(
        api.GET("/api/v1/findings/{examination}/{finding}", { params: { path, query } as never }),
      );
    },
  });
}

type Named = Pick<Finding, "examination" | "id">;

/** Ignore a finding of its host from now on; `until` as RFC 3339, empty for good. */
export function ignore(one: Named, reason: string, until: string): Promise<unknown> {
  const path = { examination: one.examination, finding: one.id };
  return data(
    api.PUT("/api/v1/findings/{examination}/{finding}/ignored", {
      params: { path },
      body: { reason, until },
    }),
  );
}

export function showAgain(one: Named): Promise<unknown> {
  const path = { examination: one.examination, finding: one.id };
  return data(api.DELETE("/api/v1/findings/{examination}/{finding}/ignored", { params: { path } }));
}

const MOST_PAGES = 20;
const NOW_FRESH_MS = 60_000;

/** What was found now, of the newest examination of each host, at least so grave; 10,000 at most. */
export function findingsNowQuery(severity: SeverityName, language: LanguageName) {
  const wanted = { host: "", severity, check: "", resource: "", when: "now", all: false };
  return queryOptions({
    queryKey: ["findings", "now", severity, language],
    queryFn: () => {
      const page = (cursor: string) =>
        data(api.GET("/api/v1/findings", { params: { query: asked(wanted, language, cursor) } }));
      return pagesOf(page, MOST_PAGES);
    },
    // many pages: asked anew when something is found, not at each visit
    staleTime: NOW_FRESH_MS,
  });
}
