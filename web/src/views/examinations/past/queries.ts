import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type Found = Schemas["Finding"];

const A_PAGE = 500;
/** More than these would be lines that nobody reads. */
const MOST_PAGES = 6;

/** Ask for what harmed a host in a time, in all its examinations. */
export function foundQuery(host: string, since: string, language: string) {
  return queryOptions({
    queryKey: ["findings", "past", host, since, language],
    queryFn: async (): Promise<Found[]> => {
      const found: Found[] = [];
      let cursor = "";
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = {
          all: true,
          when: "now" as const,
          severity: "low" as const,
          limit: A_PAGE,
          lang: language as Schemas["Language"],
          ...(host && { host }),
          ...(since && { since }),
          ...(cursor && { cursor }),
        };
        const answer = await data(api.GET("/api/v1/findings", { params: { query } }));
        found.push(...answer.items);
        if (!answer.next) break;
        cursor = answer.next;
      }
      return found;
    },
  });
}
