import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import { startWords } from "@/words/words";
import type { Reply } from "./answer";
import { ReplyShown } from "./ReplyShown";

const REPLY: Reply = {
  role: "disk_keeper",
  voice: "small-model",
  sentences: [
    { words: "The disk waits.", ruling: "proven", keys: ["disk.await{device=vda}"] },
    { words: "It may be old.", ruling: "hypothesis", keys: [] },
    { words: "All is well.", ruling: "some ruling of tomorrow", keys: [] },
  ],
  proofs: [
    { key: "disk.await{device=vda}", value: 0.035, unit: "s", source: "/proc/diskstats" },
    { key: "disk.scheduler", value: "<img onerror=x>", unit: "text", source: "/sys/block" },
  ],
  struck: [
    { role: "disk_keeper", words: "It is 99% hot.", ruling: "unproven", reason: "no evidence" },
  ],
  absent: "",
};

beforeAll(() => startWords("en"));

function shown(reply: Reply) {
  render(
    <MantineProvider>
      <ReplyShown reply={reply} />
    </MantineProvider>,
  );
  return screen.getByRole("region");
}

function sentence(words: string) {
  const found = screen.getByText(words).closest("li");
  if (!found) throw new Error("it stands in no list");
  return within(found);
}

it("shows below a sentence the evidence with its value, unit and source", () => {
  shown(REPLY);
  const proven = sentence("The disk waits.");
  proven.getByText("disk.await{device=vda}");
  proven.getByText("35 ms");
  proven.getByText("/proc/diskstats");
});

it("calls nothing proven that is not", () => {
  shown(REPLY);
  expect(sentence("The disk waits.").getByTitle("Proven")).toBeTruthy();
  expect(sentence("It may be old.").queryByTitle("Proven")).toBeNull();
  expect(sentence("All is well.").queryByTitle("Proven")).toBeNull();
});

it("shows what was struck as struck, with the reason", () => {
  shown(REPLY);
  expect(screen.getByText("It is 99% hot.").tagName).toBe("S");
  screen.getByText("no evidence");
  screen.getByText("1 sentence struck: the evidence does not prove it");
});

it("shows hostile evidence as words", () => {
  const region = shown(REPLY);
  screen.getByText("<img onerror=x>");
  expect(region.querySelector("img")).toBeNull();
});

it("says why nothing was answered", () => {
  shown({ ...REPLY, sentences: [], proofs: [], struck: [], absent: "its evidence was not seen" });
  screen.getByText("its evidence was not seen");
});
