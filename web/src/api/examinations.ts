/** Kept examinations, for choosing one of them. */
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "./client";

export type KeptExamination = Schemas["Examination"];

const MOST_OFFERED = 200;

/** The newest kept examinations, of one host or of all. */
export function newestExaminationsQuery(language: string, host = "") {
  return queryOptions({
    queryKey: ["examinations", "offered", language, host],
    queryFn: async (): Promise<KeptExamination[]> => {
      const query = { limit: MOST_OFFERED, lang: language as "en", ...(host && { host }) };
      return (await data(api.GET("/api/v1/examinations", { params: { query } }))).items;
    },
  });
}
