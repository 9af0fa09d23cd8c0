/** Whether models are configured to judge, or rules do. */
import { queryOptions } from "@tanstack/react-query";
import { api, data } from "./client";

const NAMING_MODELS: readonly string[] = ["panel.models", "panel.config_list"];

/** Tell whether the settings in force name a model; ask only for who may read settings. */
export const modelsNamedQuery = queryOptions({
  queryKey: ["settings", "models named"],
  queryFn: async (): Promise<boolean> => {
    const { items } = await data(api.GET("/api/v1/settings"));
    return items.some((one) => NAMING_MODELS.includes(one.name) && named(one.value));
  },
});

/** A list names models by its items, a text by not being empty. */
export function named(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
}
