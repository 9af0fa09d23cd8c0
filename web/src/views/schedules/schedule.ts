/** A schedule as a form has it, and as the server takes and tells it. */
import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { allPages } from "@/api/hosts";
import { Problem } from "@/api/problem";

export type Schedule = Schemas["ScheduleShown"];
type Asked = Schemas["ScheduleAsked"];

export interface ScheduleForm {
  name: string;
  cron: string;
  zone: string;
  host: string;
  /** How long to look, in seconds; null: as the settings have it. */
  windowS: number | null;
  deep: boolean;
  priority: number;
}

export const NEW: ScheduleForm = {
  name: "",
  cron: "0 3 * * *",
  zone: "UTC",
  host: "",
  windowS: null,
  deep: false,
  priority: 0,
};

export const schedulesQuery = queryOptions({
  queryKey: ["schedules"],
  queryFn: () =>
    allPages((cursor) =>
      data(
        api.GET("/api/v1/schedules", {
          params: { query: { limit: 500, ...(cursor && { cursor }) } },
        }),
      ),
    ),
});

/** What of a kept examination's wishes the form does not show: it stays as it is. */
const KEPT = ["scope", "target", "strict", "model", "language"] as const;

export function formOf(schedule: Schedule): ScheduleForm {
  const { window_s: windowS, deep } = schedule.payload;
  return {
    name: schedule.name,
    cron: schedule.cron,
    zone: schedule.zone,
    host: schedule.host,
    windowS: typeof windowS === "number" ? windowS : null,
    deep: deep === true,
    priority: schedule.priority,
  };
}

/** Give what is sent; what the form does not show of a kept schedule is sent as it was. */
export function askedOf(form: ScheduleForm, kept: Schedule | null): Asked {
  const payload: Record<string, unknown> = kept?.payload ?? {};
  const stays = Object.fromEntries(
    KEPT.filter((name) => payload[name] !== undefined).map((name) => [name, payload[name]]),
  );
  const examine = {
    ...stays,
    ...(payload["mode"] !== undefined && { panel: payload["mode"] }),
    host: form.host,
    window_s: form.windowS,
    deep: form.deep,
  };
  return {
    name: form.name.trim(),
    cron: form.cron.trim(),
    zone: form.zone,
    priority: form.priority,
    enabled: kept?.enabled ?? true,
    examine: examine as Asked["examine"],
  };
}

export async function saveSchedule(form: ScheduleForm, kept: Schedule | null): Promise<Schedule> {
  const body = askedOf(form, kept);
  if (!kept) return data(api.POST("/api/v1/schedules", { body }));
  const params = { path: { schedule: kept.id } };
  return data(api.PATCH("/api/v1/schedules/{schedule}", { params, body }));
}

export function setEnabled(schedule: Schedule, enabled: boolean): Promise<Schedule> {
  const params = { path: { schedule: schedule.id } };
  return data(api.PATCH("/api/v1/schedules/{schedule}", { params, body: { enabled } }));
}

export async function removeSchedule(schedule: Schedule): Promise<void> {
  const params = { path: { schedule: schedule.id } };
  await api.DELETE("/api/v1/schedules/{schedule}", { params });
}

export type FieldName = "name" | "cron" | "zone" | "host" | "windowS" | "";

const FIELDS: readonly [RegExp, FieldName][] = [
  [/\bname$/, "name"],
  [/\bcron$/, "cron"],
  [/\bzone$/, "zone"],
  [/\bhost$/, "host"],
  [/\bwindow_s$/, "windowS"],
];

/** Tell at which field of the form each thing stands that does not fit; "" is the form itself. */
export function wrongFields(error: unknown): Partial<Record<FieldName, string>> {
  if (!(error instanceof Problem)) return error instanceof Error ? { "": error.message } : {};
  if (error.errors.length)
    return Object.fromEntries(
      error.errors.map(({ where, what }) => [
        FIELDS.find(([words]) => words.test(where))?.[1] ?? "",
        what,
      ]),
    );
  if (error.status !== 400 && error.status !== 404) return { "": error.detail || error.title };
  if (/cron/.test(error.detail)) return { cron: error.detail };
  if (/time zone/.test(error.detail)) return { zone: error.detail };
  return /\bhost\b/.test(error.detail) ? { host: error.detail } : { "": error.detail };
}
