/** What the sections of the settings read from the server. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";

export type User = Schemas["UserShown"];
export type Role = Schemas["RoleShown"];
export type Token = Schemas["TokenShown"];
export type Session = Schemas["SessionShown"];
export type Secret = Schemas["Secret"];
export type Tenant = Schemas["KnownTenant"];

const A_PAGE = 500;

interface Page<T> {
  items: T[];
  next?: string | null;
}

interface Asked {
  limit: number;
  cursor?: string;
}

function pages<T>(key: string, read: (query: Asked) => Promise<Page<T>>) {
  return infiniteQueryOptions({
    queryKey: [key],
    queryFn: ({ pageParam }) => read({ limit: A_PAGE, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export const usersQuery = pages<User>("users", (query) =>
  data(api.GET("/api/v1/users", { params: { query } })),
);

export const tokensQuery = pages<Token>("tokens", (query) =>
  data(api.GET("/api/v1/tokens", { params: { query } })),
);

export const ownTokensQuery = pages<Token>("own_tokens", (query) =>
  data(api.GET("/api/v1/me/tokens", { params: { query } })),
);

export const secretsQuery = pages<Secret>("secrets", (query) =>
  data(api.GET("/api/v1/secrets", { params: { query } })),
);

export const tenantsQuery = pages<Tenant>("tenants", (query) =>
  data(api.GET("/api/v1/tenants", { params: { query } })),
);

export const sessionsQuery = queryOptions({
  queryKey: ["own_sessions"],
  queryFn: async () => (await data(api.GET("/api/v1/me/sessions"))).items,
});

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async () => (await data(api.GET("/api/v1/roles"))).items,
});
