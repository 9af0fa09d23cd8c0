/** The one way to the server: typed by its OpenAPI document, with the session's cookie. */
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema";
import { Problem, problemOf } from "./problem";

export type Schemas = components["schemas"];

const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);

let csrf = "";

/** Keep the session's word against forged requests; it lives in memory only. */
export function keepCsrf(word: string): void {
  csrf = word;
}

/** Send the browser to log in, and back to where it was. */
export function toLogin(place: Location = window.location): void {
  place.assign(`/login?next=${encodeURIComponent(place.pathname + place.search)}`);
}

/** Give what a changing request made by hand has to carry. */
export function csrfHeaders(): Record<string, string> {
  return csrf ? { "X-CSRF-Token": csrf } : {};
}

const session: Middleware = {
  onRequest({ request }) {
    if (CHANGING.has(request.method) && csrf) request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return;
    const problem = await problemOf(response);
    if (problem.status === 401) toLogin();
    throw problem;
  },
  onError({ error }) {
    return new Problem(0, "no answer", error instanceof Error ? error.message : String(error));
  },
};

export const api = createClient<paths>({
  baseUrl: typeof window === "undefined" ? "" : window.location.origin,
  // looked up at each call, so that tests may put another in its place
  fetch: (request) => globalThis.fetch(request),
});
api.use(session);

/** Give an answer's data; every failure was already thrown as a Problem. */
export async function data<T>(answer: Promise<{ data?: T | undefined }>): Promise<T> {
  return (await answer).data as T;
}
