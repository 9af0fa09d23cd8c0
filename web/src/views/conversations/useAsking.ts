import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useJob } from "@/components/job/useJob";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { ask } from "./queries";

/** Ask, and follow the job that finds the answer; the address has both, so a reload loses nothing. */
export function useAsking(examination: string) {
  const [words, change] = useAddress();
  const client = useQueryClient();
  const language = usePreferences((state) => state.language);
  const job = words["job"] ?? "";
  const conversation = words["conversation"] ?? "";
  const asked = useMutation({
    mutationFn: ({ question, to }: { question: string; to: string }) =>
      ask({ examination, question, to, conversation, language }),
    onSuccess: (begun) => change({ conversation: begun.conversation, job: begun.job }),
  });
  const followed = useJob(job, (ended) => {
    if (ended.state !== "done") return;
    void client.invalidateQueries({ queryKey: ["conversations", examination] });
    change({ job: "" }, true);
  });
  const choose = useCallback(
    (chosen: string) => change({ conversation: chosen, job: "" }),
    [change],
  );
  return {
    asked,
    followed,
    job,
    conversation,
    choose,
    follow: (id: string) => change({ job: id }),
  };
}

export type Asking = ReturnType<typeof useAsking>;
