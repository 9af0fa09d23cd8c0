import { expect, it } from "vitest";
import { LogFollower } from "./follower";

const line = (time: number) => ({ time, text: `line ${time}` });

function texts(follower: LogFollower): string[] {
  return follower.ring.lines().map((one) => one.text);
}

it("tells each line once, though it was kept and came live while the kept ones were read", async () => {
  let give: (lines: { time: number; text: string }[]) => void = () => undefined;
  const follower = new LogFollower(() => new Promise((resolve) => (give = resolve)));
  const reading = follower.read();
  follower.hear([line(2), line(3)]);
  expect(texts(follower)).toEqual([]);
  give([line(1), line(2)]);
  await reading;
  follower.hear([line(4)]);
  expect(texts(follower)).toEqual(["line 1", "line 2", "line 3", "line 4"]);
});

it("fills a gap from what the server kept meanwhile", async () => {
  const kept = [line(1)];
  const follower = new LogFollower(() => Promise.resolve([...kept]));
  await follower.read();
  kept.push(line(2), line(3));
  await follower.read();
  expect(texts(follower)).toEqual(["line 1", "line 2", "line 3"]);
});

it("puts a line in its place that was written down only after later ones had come live", async () => {
  const kept: { time: number; text: string }[] = [];
  const follower = new LogFollower(() => Promise.resolve([...kept]));
  await follower.read();
  follower.hear([line(3)]);
  kept.push(line(1), line(2));
  await follower.read();
  expect(texts(follower)).toEqual(["line 1", "line 2", "line 3"]);
});

it("keeps the live lines and says why where the kept ones can't be read", async () => {
  const follower = new LogFollower(() => Promise.reject(new Error("away")));
  const reading = follower.read();
  follower.hear([line(1)]);
  await reading;
  expect(texts(follower)).toEqual(["line 1"]);
  expect(follower.error).toEqual(new Error("away"));
});
