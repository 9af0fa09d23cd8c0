import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTopic } from "@/api/live/live";
import { Answered } from "@/components/Problems";
import { usePreferences } from "@/state/preferences";
import { Diagnosis } from "./Diagnosis";
import { hereQuery, newestQuery } from "./queries";

const A_PAGE_PX = 720;

/** The newest examination of the server's own machine; the first steps where there is none. */
export default function HomePage() {
  const language = usePreferences((state) => state.language);
  const here = useQuery(hereQuery);
  const client = useQueryClient();
  const newest = useQuery({
    ...newestQuery(here.data ?? "", language),
    enabled: !here.isPending,
  });
  useTopic("examinations", {
    event: () => void client.invalidateQueries({ queryKey: ["examinations"] }),
  });
  return (
    <Answered query={newest} height={A_PAGE_PX}>
      {(kept) => (kept ? <Diagnosis examination={kept.id} /> : <Navigate to="/welcome" replace />)}
    </Answered>
  );
}
