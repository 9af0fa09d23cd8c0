/** One WebSocket for the whole page: topics are subscribed, resumed and told of their changes. */
import { waitMs } from "./backoff";
import { read, type LiveEvent, type Message } from "./messages";
import { Outbox } from "./outbox";

/** What a part of the page wants to hear of a topic. */
export interface Listener {
  /** What the topic shows now: forget what you had of it. */
  snapshot?: (data: unknown) => void;
  event?: (event: LiveEvent) => void;
  /** Something may have been missed: draw a gap. */
  gap?: (reason: string) => void;
  /** The topic can't be had: not known, not ours to see, or one too many. */
  problem?: (title: string, detail: string) => void;
}

/** `lost` begins when nothing is heard any more, before the connection is given up. */
export type State = "connecting" | "live" | "lost" | "closed";

export interface Told {
  state: State;
  /** When the last word of the server came, in milliseconds of the clock; 0 before the first. */
  heardMs: number;
}

/** What the connection takes from the world: tests bring their own. */
export interface World {
  open: () => WebSocket;
  nowMs: () => number;
  chance: () => number;
  later: (run: () => void, ms: number) => number;
  never: (timer: number) => void;
  /** The session has ended. */
  loggedOut: () => void;
}

const PING_MS = 10_000;
/** Nothing came for so long: what is seen is stale, and is said to be. */
const STALE_MS = 15_000;
/** A connection over which nothing came for so long is taken for dead. */
const SILENCE_MS = 25_000;
/** Topics that the server lets one connection listen to. */
const MOST_TOPICS = 64;

const LOGGED_OUT = 4401;
const OPEN = 1;

export class Connection {
  private socket: WebSocket | null = null;
  /** Whether the server has said hello over this socket: before it hears nothing. */
  private welcomed = false;
  private openedMs = 0;
  private listeners = new Map<string, Set<Listener>>();
  /** The topics of which a snapshot came. */
  private shown = new Set<string>();
  private failures = 0;
  private epoch = "";
  private seq = 0;
  private timer = 0;
  private told: Told = { state: "closed", heardMs: 0 };
  private watchers = new Set<() => void>();
  private readonly outbox: Outbox;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
    this.outbox = new Outbox((words) => this.send(words), world.later);
  }

  /** Listen to a topic until the returned function is called. */
  subscribe(topic: string, listener: Listener): () => void {
    const there = this.listeners.get(topic);
    if (!there && this.listeners.size >= MOST_TOPICS) {
      const detail = `this page listens to ${MOST_TOPICS} topics already`;
      this.world.later(() => listener.problem?.("too much at once", detail), 0);
      return () => undefined;
    }
    if (there) there.add(listener);
    else this.listeners.set(topic, new Set([listener]));
    if (!this.socket && !this.timer) this.connect();
    // a second listener has not seen what the first one was told: it is asked for anew
    else if (this.welcomed) this.outbox.subscribe(topic, there !== undefined);
    return () => this.leave(topic, listener);
  }

  /** Be told when `state()` gives something else. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  state(): Told {
    return this.told;
  }

  /** Try at once instead of waiting on: the browser says that the network is back. */
  hurry(): void {
    if (this.socket || !this.listeners.size) return;
    this.world.never(this.timer);
    this.connect();
  }

  private leave(topic: string, listener: Listener): void {
    const there = this.listeners.get(topic);
    if (!there?.delete(listener) || there.size) return;
    this.listeners.delete(topic);
    this.shown.delete(topic);
    if (this.welcomed) this.outbox.unsubscribe(topic);
  }

  private connect(): void {
    this.timer = 0;
    if (!this.listeners.size) return; // all have left while it waited
    this.welcomed = false;
    this.openedMs = this.world.nowMs();
    this.tell({ ...this.told, state: this.told.state === "lost" ? "lost" : "connecting" });
    const socket = this.world.open();
    this.socket = socket;
    socket.onmessage = (message) => this.hear(socket, message.data);
    socket.onclose = (closing) => this.lose(socket, closing.code);
    this.world.later(() => this.attend(socket), PING_MS);
  }

  private hear(socket: WebSocket, words: unknown): void {
    if (socket !== this.socket) return;
    const message = read(words);
    if (!message) return;
    this.tell({ state: "live", heardMs: this.world.nowMs() });
    if (message.type === "hello") this.welcome(message.epoch);
    else this.pass(message);
  }

  private welcome(epoch: string): void {
    this.failures = 0;
    this.welcomed = true;
    this.outbox.forget();
    const topics = [...this.listeners.keys()];
    const known = topics.filter((topic) => this.shown.has(topic));
    const fresh = topics.filter((topic) => !this.shown.has(topic));
    // resuming goes by what was seen: a topic of which nothing was seen yet needs its snapshot
    if (known.length) this.send({ subscribe: known, epoch: this.epoch, since: this.seq });
    if (fresh.length) this.send({ subscribe: fresh });
    if (epoch !== this.epoch) this.seq = 0;
    this.epoch = epoch;
  }

  private pass(message: Message): void {
    if ("seq" in message) this.seq = Math.max(this.seq, message.seq);
    if (!("topic" in message) || message.topic === undefined) return;
    if (message.type === "snapshot") this.shown.add(message.topic);
    for (const one of [...(this.listeners.get(message.topic) ?? [])]) {
      if (message.type === "snapshot") one.snapshot?.(message.data);
      else if (message.type === "event") one.event?.(message);
      else if (message.type === "gap") one.gap?.(message.reason);
      else if (message.type === "problem") one.problem?.(message.title, message.detail);
    }
  }

  private lose(socket: WebSocket, code: number): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.welcomed = false;
    if (code === LOGGED_OUT) {
      this.tell({ ...this.told, state: "closed" });
      this.world.loggedOut();
      return;
    }
    this.failures += 1;
    this.tell({ ...this.told, state: "lost" });
    for (const all of this.listeners.values()) for (const one of all) one.gap?.("connection lost");
    if (!this.listeners.size) return;
    const wait = waitMs(this.failures, this.world.chance());
    this.timer = this.world.later(() => this.connect(), wait);
  }

  /** See that the server is still there: ask it, say what is stale, give up what is dead. */
  private attend(socket: WebSocket): void {
    if (socket !== this.socket) return;
    const silence = this.world.nowMs() - Math.max(this.told.heardMs, this.openedMs);
    if (silence >= SILENCE_MS) {
      socket.onclose = null;
      socket.close();
      this.lose(socket, 1006);
      return;
    }
    if (silence >= STALE_MS && this.told.state === "live")
      this.tell({ ...this.told, state: "lost" });
    if (this.welcomed) this.send({ ping: "still there" });
    this.world.later(() => this.attend(socket), silence >= PING_MS ? PING_MS / 2 : PING_MS);
  }

  private send(words: object): void {
    if (this.socket?.readyState === OPEN) this.socket.send(JSON.stringify(words));
  }

  private tell(told: Told): void {
    const changed = told.state !== this.told.state;
    this.told = told;
    if (changed) for (const one of this.watchers) one();
  }
}
