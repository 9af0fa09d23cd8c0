/** The page's connection, and hooks of React over it. */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { toLogin } from "../client";
import { Connection, type Listener, type State } from "./connection";

const SUBPROTOCOL = "hexascope.live.v1";

function address(): string {
  const { protocol, host } = window.location;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/api/v1/live`;
}

let connection: Connection | null = null;

/** Give the connection of this page; it is opened with the first topic. */
export function live(): Connection {
  connection ??= made();
  return connection;
}

function made(): Connection {
  const one = new Connection({
    open: () => new WebSocket(address(), [SUBPROTOCOL]),
    nowMs: () => performance.now(),
    chance: () => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255,
    later: (run, ms) => window.setTimeout(run, ms),
    never: (timer) => window.clearTimeout(timer),
    loggedOut: () => toLogin(),
  });
  window.addEventListener("online", () => one.hurry());
  return one;
}

/** Listen to a topic while the component is shown; null listens to nothing. */
export function useTopic(topic: string | null, listener: Listener): void {
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => {
    if (topic === null) return;
    return live().subscribe(topic, {
      snapshot: (data) => newest.current.snapshot?.(data),
      event: (event) => newest.current.event?.(event),
      gap: (reason) => newest.current.gap?.(reason),
      problem: (title, detail) => newest.current.problem?.(title, detail),
    });
  }, [topic]);
}

/** Give how the connection stands. */
export function useLiveState(): State {
  return useSyncExternalStore(
    (told) => live().watch(told),
    () => live().state().state,
  );
}
