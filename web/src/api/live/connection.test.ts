import { beforeEach, describe, expect, it, vi } from "vitest";
import { waitMs } from "./backoff";
import { Connection, type Listener } from "./connection";

/** A socket that a test speaks through, as the server would. */
class FakeSocket {
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((closing: { code: number }) => void) | null = null;
  closed = false;

  send(words: string): void {
    this.sent.push(JSON.parse(words) as Record<string, unknown>);
  }
  close(): void {
    this.closed = true;
  }
  hello(epoch = "one"): this {
    this.readyState = 1;
    return this.say({ type: "hello", epoch, seq: 0 });
  }
  say(words: object): this {
    this.onmessage?.({ data: JSON.stringify(words) });
    return this;
  }
  end(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const sockets: FakeSocket[] = [];
const loggedOut = vi.fn();
let chance = 1;

function newest(): FakeSocket {
  const one = sockets.at(-1);
  if (!one) throw new Error("nothing was opened");
  return one;
}

function connection(): Connection {
  return new Connection({
    open: () => {
      const one = new FakeSocket();
      sockets.push(one);
      return one as unknown as WebSocket;
    },
    nowMs: () => Date.now(),
    chance: () => chance,
    later: (run, ms) => setTimeout(run, ms) as unknown as number,
    never: (timer) => clearTimeout(timer),
    loggedOut,
  });
}

function listener() {
  return {
    snapshot: vi.fn(),
    event: vi.fn(),
    gap: vi.fn(),
    problem: vi.fn(),
  } satisfies Listener;
}

function snapshot(topic: string, seq: number, data: unknown = {}, epoch = "one") {
  return { type: "snapshot", topic, epoch, seq, data };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  sockets.length = 0;
  loggedOut.mockClear();
  chance = 1;
  return () => vi.useRealTimers();
});

describe("coming in", () => {
  it("opens nothing until somebody listens", () => {
    expect(connection().state().state).toBe("closed");
    expect(sockets).toHaveLength(0);
  });

  it("subscribes all topics with one message once the server has said hello", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    one.subscribe("hosts", listener());
    expect(sockets).toHaveLength(1);
    expect(newest().sent).toEqual([]);
    newest().hello();
    expect(newest().sent).toEqual([{ subscribe: ["jobs", "hosts"] }]);
    expect(one.state().state).toBe("live");
  });

  it("says together what a page that opens begins at once", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello().sent.length = 0;
    for (let at = 0; at < 40; at += 1) one.subscribe(`job.${at}`, listener());
    vi.advanceTimersByTime(0);
    expect(newest().sent).toHaveLength(1);
    expect(newest().sent[0]?.["subscribe"]).toHaveLength(40);
  });
});

describe("what is told", () => {
  it("reaches the listeners of its topic and no others", () => {
    const one = connection();
    const [jobs, hosts] = [listener(), listener()];
    one.subscribe("jobs", jobs);
    one.subscribe("hosts", hosts);
    newest()
      .hello()
      .say(snapshot("jobs", 3, { items: [] }));
    newest().say({ type: "event", topic: "jobs", seq: 4, event: "state", data: { id: "a" } });
    expect(jobs.snapshot).toHaveBeenCalledWith({ items: [] });
    expect(jobs.event).toHaveBeenCalledWith(expect.objectContaining({ event: "state", seq: 4 }));
    expect(hosts.snapshot).not.toHaveBeenCalled();
    expect(hosts.event).not.toHaveBeenCalled();
  });

  it("has a second listener of a topic shown what the first one saw", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello().say(snapshot("jobs", 3));
    newest().sent.length = 0;
    one.subscribe("jobs", listener());
    vi.advanceTimersByTime(0);
    expect(newest().sent).toEqual([{ unsubscribe: ["jobs"] }, { subscribe: ["jobs"] }]);
  });

  it("ends a topic when its last listener leaves, not before", () => {
    const one = connection();
    const leave = [one.subscribe("jobs", listener()), one.subscribe("jobs", listener())];
    newest().hello().sent.length = 0;
    leave[0]?.();
    vi.advanceTimersByTime(0);
    expect(newest().sent).toEqual([]);
    leave[1]?.();
    leave[1]?.();
    vi.advanceTimersByTime(0);
    expect(newest().sent).toEqual([{ unsubscribe: ["jobs"] }]);
  });

  it("says that a topic can't be had", () => {
    const one = connection();
    const jobs = listener();
    one.subscribe("job.x", jobs);
    newest().hello().say({ type: "problem", topic: "job.x", title: "not known", detail: "no x" });
    expect(jobs.problem).toHaveBeenCalledWith("not known", "no x");
  });

  it("refuses the topic after the 64th, and has room again when one has left", () => {
    const one = connection();
    const leave = Array.from({ length: 64 }, (_, at) => one.subscribe(`job.${at}`, listener()));
    const more = listener();
    one.subscribe("job.more", more);
    vi.advanceTimersByTime(0);
    expect(more.problem).toHaveBeenCalledTimes(1);
    leave[0]?.();
    const again = listener();
    one.subscribe("job.more", again);
    vi.advanceTimersByTime(0);
    expect(again.problem).not.toHaveBeenCalled();
  });

  it("passes over what is no message", () => {
    const one = connection();
    const jobs = listener();
    one.subscribe("jobs", jobs);
    newest().hello().onmessage?.({ data: "{" });
    newest().onmessage?.({ data: new ArrayBuffer(2) });
    newest().say([1]);
    expect(jobs.event).not.toHaveBeenCalled();
    expect(one.state().state).toBe("live");
  });
});

describe("a connection that is lost", () => {
  it("is told as a gap to all who listen, and as lost", () => {
    const one = connection();
    const told = vi.fn();
    one.watch(told);
    const jobs = listener();
    one.subscribe("jobs", jobs);
    newest().hello();
    told.mockClear();
    newest().end();
    expect(jobs.gap).toHaveBeenCalledTimes(1);
    expect(one.state().state).toBe("lost");
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("comes back from where it was: with its epoch and the highest number seen", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello().say(snapshot("jobs", 7));
    newest().say({ type: "event", topic: "jobs", seq: 9, event: "state", data: {} });
    newest().end();
    vi.advanceTimersByTime(500);
    newest().hello();
    expect(newest().sent).toEqual([{ subscribe: ["jobs"], epoch: "one", since: 9 }]);
  });

  it("takes a snapshot of another process for the truth, and counts anew", () => {
    const one = connection();
    const jobs = listener();
    one.subscribe("jobs", jobs);
    newest().hello().say(snapshot("jobs", 900));
    newest().end(1012);
    vi.advanceTimersByTime(500);
    newest()
      .hello("two")
      .say(snapshot("jobs", 2, { items: [1] }, "two"));
    expect(jobs.snapshot).toHaveBeenLastCalledWith({ items: [1] });
    newest().end();
    vi.advanceTimersByTime(500);
    newest().hello("two");
    expect(newest().sent).toEqual([{ subscribe: ["jobs"], epoch: "two", since: 2 }]);
  });

  it("asks for the snapshot of a topic that was added meanwhile", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello().say(snapshot("jobs", 5));
    newest().end();
    one.subscribe("hosts", listener());
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(500);
    newest().hello();
    expect(newest().sent).toEqual([
      { subscribe: ["jobs"], epoch: "one", since: 5 },
      { subscribe: ["hosts"] },
    ]);
  });

  it("waits longer after each failure, and begins small again after a success", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      const before = sockets.length;
      newest().end();
      vi.advanceTimersByTime(wait - 1);
      expect(sockets).toHaveLength(before);
      vi.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
    newest().hello().end();
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(6);
  });

  it("is tried at once when the network is back", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    for (let at = 0; at < 8; at += 1) {
      newest().end();
      if (at < 7) vi.advanceTimersByTime(30_000);
    }
    const before = sockets.length;
    one.hurry();
    expect(sockets).toHaveLength(before + 1);
    vi.advanceTimersByTime(9_000);
    expect(sockets).toHaveLength(before + 1);
  });

  it("is not tried again when nobody listens any more", () => {
    const one = connection();
    const leave = one.subscribe("jobs", listener());
    newest().hello();
    leave();
    newest().end();
    one.hurry();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("is not tried again when all leave while it waits", () => {
    const one = connection();
    const leave = one.subscribe("jobs", listener());
    newest().hello().end();
    leave();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("is the end when the session is over", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello().end(4401);
    vi.advanceTimersByTime(60_000);
    expect(loggedOut).toHaveBeenCalledTimes(1);
    expect(sockets).toHaveLength(1);
    expect(one.state().state).toBe("closed");
  });
});

describe("silence", () => {
  it("is broken by a ping each ten seconds", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello().sent.length = 0;
    vi.advanceTimersByTime(10_000);
    expect(newest().sent).toEqual([{ ping: "still there" }]);
  });

  it("is told as stale first, and is over with the next word", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    newest().hello();
    vi.advanceTimersByTime(15_000);
    expect(one.state()).toEqual({ state: "lost", heardMs: 1_000_000 });
    newest().say({ type: "pong", ping: "still there" });
    expect(one.state().state).toBe("live");
    expect(sockets).toHaveLength(1);
  });

  it("of 25 seconds is death: another connection is opened", () => {
    const one = connection();
    const jobs = listener();
    one.subscribe("jobs", jobs);
    const first = newest().hello();
    vi.advanceTimersByTime(25_500);
    expect(first.closed).toBe(true);
    expect(jobs.gap).toHaveBeenCalledTimes(1);
    expect(sockets).toHaveLength(2);
  });

  it("of a server that never said hello is death too", () => {
    const one = connection();
    one.subscribe("jobs", listener());
    vi.advanceTimersByTime(26_000);
    expect(sockets.length).toBeGreaterThan(1);
    expect(one.state().heardMs).toBe(0);
  });

  it("of a connection that was given up says nothing any more", () => {
    const one = connection();
    const jobs = listener();
    one.subscribe("jobs", jobs);
    const first = newest().hello();
    first.end();
    vi.advanceTimersByTime(500);
    first.say(snapshot("jobs", 50));
    expect(jobs.snapshot).not.toHaveBeenCalled();
  });
});

it("no two clients wait the same time, and none longer than half a minute", () => {
  expect(waitMs(3, 0)).toBe(1_000);
  expect(waitMs(3, 1)).toBe(2_000);
  expect(waitMs(1_000, 1)).toBe(30_000);
});
