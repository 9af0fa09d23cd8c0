import { queryOptions } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import type { Turn } from "@/components/answer/answer";

export type ConversationLine = Schemas["ConversationLine"];

export interface Conversation {
  id: string;
  examination: string;
  turns: Turn[];
}

/** As long as a question may be, in letters; the server refuses longer ones. */
export const LONGEST_QUESTION = 2_000;

export function conversationsQuery(examination: string) {
  return queryOptions({
    queryKey: ["conversations", examination],
    queryFn: () => data(api.GET("/api/v1/conversations", { params: { query: { examination } } })),
  });
}

export function conversationQuery(examination: string, conversation: string) {
  return queryOptions({
    queryKey: ["conversations", examination, conversation],
    queryFn: async (): Promise<Conversation> => {
      const answer: unknown = await data(
        api.GET("/api/v1/conversations/{conversation}", {
          params: { path: { conversation }, query: { examination } },
        }),
      );
      return answer as Conversation;
    },
  });
}

export interface Question {
  examination: string;
  question: string;
  conversation: string;
  to: string;
  language: string;
}

/** Ask: the answer names the job that finds it, and the conversation in which it will stand. */
export async function ask(question: Question): Promise<{ job: string; conversation: string }> {
  const body = { ...question, model: "", language: question.language as "en" };
  const begun = await data(api.POST("/api/v1/conversations", { body }));
  return { job: begun.id, conversation: conversationOf(begun.result) };
}

/** Read the conversation's id from where the answer will be. */
export function conversationOf(result: string): string {
  return /\/conversations\/([^/?]+)/.exec(result)?.[1] ?? "";
}
