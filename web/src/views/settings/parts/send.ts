/** Sending a change, and forgetting what was sent: it may be a password or a key. */
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";

interface Sending<In, Out> {
  send: (given: In) => Promise<Out>;
  /** Which answers are no longer true afterwards. */
  touches?: readonly QueryKey[];
  done?: (out: Out, given: In) => void;
}

export interface Sent<In> {
  send: (given: In) => void;
  busy: boolean;
  /** What the server refused with, null where it did not. */
  error: Error | null;
  reset: () => void;
}

/** Send by a function; neither what went nor what came stays in a cache. */
export function useSend<In, Out>({ send, touches = [], done }: Sending<In, Out>): Sent<In> {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: send,
    gcTime: 0,
    onSuccess: async () => {
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  return {
    send: (given) =>
      mutation.mutate(given, {
        onSuccess: (out) => {
          mutation.reset();
          done?.(out, given);
        },
      }),
    busy: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
