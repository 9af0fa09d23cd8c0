/** Changing settings: what is drafted here, saved at once, and merged where another was faster. */
import { queryOptions, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { api, data } from "@/api/client";
import { may, useMe } from "@/api/queries";
import { Problem } from "@/api/problem";
import { usePreferences, type LanguageName } from "@/state/preferences";
import { useSend } from "../parts/send";
import type { Drafts, InForce, Value } from "../logic/settings";

export const settingsQuery = (lang: LanguageName) =>
  queryOptions({
    queryKey: ["settings", lang],
    queryFn: (): Promise<InForce> =>
      data(api.GET("/api/v1/settings", { params: { query: { lang } } })),
  });

export interface Drafting {
  query: UseQueryResult<InForce>;
  drafts: Drafts;
  /** The settings as they were when the first draft was made. */
  base: InForce | undefined;
  /** The settings by now, where another changed some meanwhile. */
  newer: InForce | null;
  set: (name: string, value: Value | null) => void;
  drop: (names: readonly string[]) => void;
  save: () => void;
  busy: boolean;
  error: Error | null;
}

interface Sent {
  values: Drafts;
  version: number;
}

const NONE: Drafts = {};
const CLASH = new Set([409, 412]);

export function useDrafts(): Drafting {
  const language = usePreferences((state) => state.language);
  const query = useQuery({ ...settingsQuery(language), enabled: may(useMe(), "read", "settings") });
  const [drafts, setDrafts] = useState<Drafts>(NONE);
  const [begun, setBegun] = useState<InForce>();
  const [newer, setNewer] = useState<InForce | null>(null);
  const base = begun ?? query.data;
  const end = () => {
    setDrafts(NONE);
    setBegun(undefined);
    setNewer(null);
  };
  const sent = useSend({
    send: async ({ values, version }: Sent) => {
      try {
        await api.PATCH("/api/v1/settings", { body: { values, version } });
      } catch (error) {
        if (error instanceof Problem && CLASH.has(error.status))
          setNewer((await query.refetch()).data ?? null);
        throw error;
      }
    },
    touches: [["settings"]],
    done: end,
  });
  return {
    query,
    drafts,
    base,
    newer,
    set: (name, value) => {
      setBegun((before) => before ?? query.data);
      setDrafts((before) => ({ ...before, [name]: value }));
    },
    drop: (names) => {
      const rest = Object.entries(drafts).filter(([name]) => !names.includes(name));
      if (!rest.length) end();
      else setDrafts(Object.fromEntries(rest));
      sent.reset();
    },
    save: () => {
      const under = newer ?? base;
      if (!under) return;
      setBegun(under);
      setNewer(null);
      sent.send({ values: drafts, version: under.version });
    },
    busy: sent.busy,
    error: sent.error,
  };
}
