/** The specialists of the panel: the six, and the tenant's own. */
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "./client";

export type Specialist = Schemas["Specialist"];

/** Those who settle and put into words: they judge nothing themselves. */
const NOT_ASKED: readonly string[] = ["report_generator"];

export function specialistsQuery(language: string) {
  return queryOptions({
    queryKey: ["specialists", language],
    queryFn: (): Promise<Specialist[]> =>
      data(api.GET("/api/v1/specialists", { params: { query: { lang: language as "en" } } })),
  });
}

/** Give those who can be asked something, one's own first. */
export function askable(all: readonly Specialist[]): Specialist[] {
  const those = all.filter((one) => !NOT_ASKED.includes(one.name) && !one.unfit);
  return [...those.filter((one) => one.own), ...those.filter((one) => !one.own)];
}
