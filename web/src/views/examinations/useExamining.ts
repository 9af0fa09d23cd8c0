import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import { useTopic } from "@/api/live/live";
import { fromSnapshot, NOTHING_YET, withEvent, type Followed } from "./following";

type Heard = { snapshot: unknown } | { event: string; data: unknown } | { anew: true };

function heard(one: Followed, what: Heard): Followed {
  if ("anew" in what) return NOTHING_YET;
  return "snapshot" in what
    ? { ...fromSnapshot(what.snapshot), voices: one.voices }
    : withEvent(one, what.event, what.data);
}

/** Follow an examination while it is made; the empty id follows nothing. */
export function useExamining(examination: string): Followed {
  const client = useQueryClient();
  const [followed, tell] = useReducer(heard, NOTHING_YET);
  useEffect(() => tell({ anew: true }), [examination]);
  useTopic(examination ? `examination.${examination}` : null, {
    snapshot: (snapshot) => tell({ snapshot }),
    event: ({ event, data }) => tell({ event, data }),
  });
  useEffect(() => {
    if (followed.kept) void client.invalidateQueries({ queryKey: ["examinations"] });
  }, [followed.kept, client]);
  return followed;
}
