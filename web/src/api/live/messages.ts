/** What the server sends over /api/v1/live; docs/guides/live.md says what each means. */
export interface LiveEvent {
  topic: string;
  seq: number;
  event: string;
  data: unknown;
}

export type Message =
  | { type: "hello"; epoch: string; seq: number }
  | { type: "snapshot"; topic: string; epoch: string; seq: number; data: unknown }
  | { type: "resumed"; topic: string; epoch: string; seq: number }
  | ({ type: "event" } & LiveEvent)
  | { type: "gap"; topic: string; reason: string }
  | { type: "unsubscribed"; topic: string }
  | { type: "pong"; ping: string }
  | { type: "problem"; title: string; detail: string; topic?: string };

/** Read one message; null where it is none that we know. */
export function read(words: unknown): Message | null {
  if (typeof words !== "string") return null;
  try {
    const said: unknown = JSON.parse(words);
    return typeof said === "object" && said !== null && "type" in said ? (said as Message) : null;
  } catch {
    return null;
  }
}
