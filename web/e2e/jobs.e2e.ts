import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, startBrowser, type Visit } from "./world/browser";

const FLOOD_MS = 5_000;
const EACH_MS = 100;
/** Ten thousand a second. */
const LINES = 1_000;
const MOST_GAP_MS = 200;

let browser: Browser;
let visit: Visit;
beforeAll(async () => {
  browser = await startBrowser();
  visit = await enter(browser, { who: "ann" });
  // the page's own connection, so that a flood can come over it as if the server had sent it
  await visit.page.addInitScript(() => {
    const Real = globalThis.WebSocket;
    globalThis.WebSocket = class extends Real {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        (globalThis as unknown as { live: WebSocket }).live = this;
      }
    };
  });
});
afterAll(() => browser.close());

/** Have this machine examined for so long, and give the job's id. */
function examine(seconds: number): Promise<string> {
  return visit.page.evaluate(async (window_s) => {
    const { csrf } = (await (await fetch("/api/v1/me")).json()) as { csrf: string };
    const answer = await fetch("/api/v1/examinations", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ window_s }),
    });
    return ((await answer.json()) as { id: string }).id;
  }, seconds);
}

describe("a job", () => {
  it("floods its log with ten thousand lines a second, and the page goes on answering", async () => {
    const { page } = visit;
    await visit.see("/jobs");
    const job = await examine(120);
    await page.locator(`a[href="/jobs/${job}"]`).waitFor();
    await visit.see(`/jobs/${job}`);
    await page.locator("[data-state=live]").waitFor();
    await page.getByText("Running").waitFor({ timeout: 30_000 });
    const gaps = await page.evaluate(flood, { job, FLOOD_MS, EACH_MS, LINES });
    const [median = Infinity] = gaps.sort((a, b) => a - b).slice(Math.floor(gaps.length / 2));
    expect(median).toBeLessThan(MOST_GAP_MS);
    const rows = page.getByRole("log").locator("[data-level]");
    expect(await rows.count()).toBeLessThan(200);
    await page.getByText(/older ones let go/).waitFor();
    await page.getByText(`line ${(FLOOD_MS / EACH_MS) * LINES - 1} of the flood`).waitFor();
    await page.getByRole("textbox", { name: "Search lines" }).fill("flood 49999");
    await page.getByText(/^1 line\b/).waitFor();
    await visit.expectWell();
  });

  it("ends within seconds of being cancelled, and can be tried again", async () => {
    const { page } = visit;
    await page.getByRole("button", { name: "Cancel the job" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor({ timeout: 15_000 });
    await page.getByText("Cancelled").first().waitFor();
    await visit.expectWell();
  });

  it("is found by what it is, and the address remembers the question", async () => {
    const { page } = visit;
    await visit.see("/jobs");
    await page.getByText("Cancelled", { exact: true }).first().click();
    await page.waitForURL("**/jobs?state=cancelled");
    await page.reload();
    await page.getByRole("link", { name: "Examination" }).first().waitFor();
    const states = page.getByRole("row").locator("[data-state]");
    expect(new Set(await states.allInnerTexts())).toEqual(new Set(["Cancelled"]));
    await visit.expectWell();
  });
});

interface Flood {
  job: string;
  FLOOD_MS: number;
  EACH_MS: number;
  LINES: number;
}

/** In the page: send lines over its connection, and give the time between each two of its frames. */
async function flood({
  job,
  FLOOD_MS: most,
  EACH_MS: each,
  LINES: lines,
}: Flood): Promise<number[]> {
  const { live } = globalThis as unknown as { live: WebSocket };
  const gaps: number[] = [];
  let sent = 0;
  let last = performance.now();
  const end = last + most;
  const frame = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (sent < (most / each) * lines || now < end) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  while (sent < (most / each) * lines) {
    const items = Array.from({ length: lines }, (_, at) => ({
      time: Date.now() / 1000,
      line: `line ${sent + at} of the flood ${sent + at}: disk vda waits, queue 12, 4 ms each`,
    }));
    sent += lines;
    const data = JSON.stringify({
      type: "event",
      topic: `job.${job}`,
      seq: 0,
      event: "log",
      data: { items },
    });
    live.dispatchEvent(new MessageEvent("message", { data }));
    await new Promise((resolve) => setTimeout(resolve, each));
  }
  return gaps;
}
