import { api, data, type Schemas } from "@/api/client";
import type { Reply } from "@/components/answer/answer";
import type { Definition } from "./definition";

/** Own specialists that are heard at most. */
export const MOST_HEARD = 4;

/** Where a new one is made: no specialist can have this name. */
export const NEW_PLACE = "~new";

export function keepSpecialist(
  definition: Definition,
  there: boolean,
): Promise<Schemas["Specialist"]> {
  if (!there) return data(api.POST("/api/v1/specialists", { body: definition }));
  const params = { path: { name: definition.name } };
  return data(api.PUT("/api/v1/specialists/{name}", { params, body: definition }));
}

export async function removeSpecialist(name: string): Promise<void> {
  await api.DELETE("/api/v1/specialists/{name}", { params: { path: { name } } });
}

/** Let its rules speak of a kept examination; nothing is kept of it. */
export async function trySpecialist(examination: string, definition: Definition): Promise<Reply> {
  const tried: unknown = await data(
    api.POST("/api/v1/specialists/trials", { body: { examination, definition } }),
  );
  const said = tried as Omit<Reply, "role" | "voice" | "struck"> & { specialist: string };
  return { ...said, role: said.specialist, voice: "rules", struck: [] };
}
