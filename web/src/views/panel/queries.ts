import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type Session = Schemas["Session"];
export type PanelEvent = Schemas["Event"];
export type SentTexts = Schemas["SentTexts"];

/** One call of a session, as the record keeps it; times in seconds since the panel began. */
export interface Call {
  role: string;
  model: string;
  began_s: number;
  seconds: number;
  /** 0 where no token came. */
  first_token_s: number;
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  /** Null where no price is known. */
  dollars: number | null;
  rung: string;
  tries: number;
  error: string;
  failure: string;
  /** How old an answer from the cache is; null where the model was asked. */
  cached_age_s: number | null;
}

const A_PAGE = 500;
/** The server keeps at most 2,000 events of one panel. */
const MOST_PAGES = 4;

/** The session of a panel by models. */
export function sessionQuery(examination: string, lang: string) {
  return queryOptions({
    queryKey: ["panel", examination, "session", lang],
    queryFn: () =>
      data(
        api.GET("/api/v1/panel/sessions/{examination}", {
          params: { path: { examination }, query: { lang: lang as "en" } },
        }),
      ),
    staleTime: Infinity,
  });
}

/** Everything that happened, in the order of time. */
export function eventsQuery(examination: string, wanted: boolean) {
  return queryOptions({
    queryKey: ["panel", examination, "events"],
    queryFn: async () => {
      const all: PanelEvent[] = [];
      let cursor: string | null | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const query = { limit: A_PAGE, ...(cursor && { cursor }) };
        const found = await data(
          api.GET("/api/v1/panel/sessions/{examination}/events", {
            params: { path: { examination }, query },
          }),
        );
        all.push(...found.items);
        cursor = found.next;
        if (!cursor) break;
      }
      return all;
    },
    staleTime: Infinity,
    enabled: wanted,
  });
}

/** What the models were sent, word by word. */
export function sentQuery(examination: string) {
  return queryOptions({
    queryKey: ["panel", examination, "sent"],
    queryFn: () =>
      data(
        api.GET("/api/v1/panel/sessions/{examination}/sent", { params: { path: { examination } } }),
      ),
    staleTime: Infinity,
  });
}
