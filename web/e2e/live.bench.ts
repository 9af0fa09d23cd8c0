/**
 * What live costs the reader's machine; prints figures and judges nothing.
 *
 * `BENCH=1 node e2e/run.mjs live`; HEAP_MINUTES (10) is how long the heap is watched.
 */
import { createServer, type Server } from "node:http";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, CDPSession, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, inject, it } from "vitest";
import { enter, startBrowser } from "./world/browser";
import { pause } from "./world/servers";

const WEB = fileURLToPath(new URL("../", import.meta.url));
const MEASURED_MS = 20_000;
const MINUTE_MS = 60_000;
const HEAP_MINUTES = Number(process.env["HEAP_MINUTES"] ?? 10);
const KINDS: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

async function metrics(session: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await session.send("Performance.getMetrics");
  return new Map(metrics.map((one) => [one.name, one.value]));
}

/** Give seconds of CPU that all processes of the browser have used, by their kind. */
async function processes(): Promise<Map<string, number>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const found = new Map<string, number>();
  for (const one of processInfo) found.set(one.type, (found.get(one.type) ?? 0) + one.cpuTime);
  return found;
}

async function heapMiB(session: CDPSession): Promise<number> {
  for (let at = 0; at < 3; at += 1) await session.send("HeapProfiler.collectGarbage");
  return ((await metrics(session)).get("JSHeapUsedSize") ?? 0) / 2 ** 20;
}

/** The page of sixty charts, built as the dashboard is, on a port of its own. */
async function served(): Promise<[Server, string]> {
  const folder = join(inject("world").folder, "bench");
  await build({
    configFile: join(WEB, "vite.config.ts"),
    root: join(WEB, "e2e/bench"),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true, manifest: false },
  });
  const server = createServer((request, response) => {
    const path = request.url === "/" ? "/index.html" : ((request.url ?? "").split("?")[0] ?? "");
    try {
      const body = readFileSync(join(folder, path));
      response.setHeader("Content-Type", KINDS[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return [server, `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`];
}

async function busy(page: Page): Promise<{ tasks: number; renderers: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "timeTicks" });
  const [before, cpu] = [await metrics(session), await processes()];
  await pause(MEASURED_MS);
  const [after, later] = [await metrics(session), await processes()];
  const seconds = (after.get("Timestamp") ?? 0) - (before.get("Timestamp") ?? 0);
  return {
    tasks: ((after.get("TaskDuration") ?? 0) - (before.get("TaskDuration") ?? 0)) / seconds,
    renderers: ((later.get("renderer") ?? 0) - (cpu.get("renderer") ?? 0)) / seconds,
  };
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(58)} ${value}`);
}

const percent = (share: number) => `${(share * 100).toFixed(1)}% of a core`;

it("sixty charts of a thousand points, once a second", { timeout: 5 * MINUTE_MS }, async () => {
  const [server, url] = await served();
  const context = await browser.newContext({ viewport: { width: 1920, height: 3_000 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("canvas").nth(59).waitFor();
  await pause(3_000);
  const { tasks, renderers } = await busy(page);
  say("60 charts of 1,000 points at 1 Hz, tasks of the page", percent(tasks));
  say("60 charts of 1,000 points at 1 Hz, renderers' CPU", percent(renderers));
  await context.close();
  server.close();
});

it("the live page of a host", { timeout: (HEAP_MINUTES + 5) * MINUTE_MS }, async () => {
  const visit = await enter(browser, { who: "ann" });
  await visit.see("/live");
  await visit.page.locator("canvas").first().waitFor();
  const { page } = visit;
  const began = Date.now();
  await page.goto(`${visit.url}/live`);
  await page.locator("[data-state=live] >> nth=1").waitFor();
  await page.locator("canvas").first().waitFor();
  say("live after navigation: a sample was heard and drawn", `${Date.now() - began} ms`);
  const paint = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
  );
  say("first contentful paint", `${Math.round(paint)} ms`);
  const { tasks, renderers } = await busy(page);
  say("the live page, tasks of the page", percent(tasks));
  say("the live page, renderers' CPU", percent(renderers));
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const early = Math.min(2, HEAP_MINUTES / 5);
  await pause(early * MINUTE_MS);
  const first = await heapMiB(session);
  await pause((HEAP_MINUTES - early) * MINUTE_MS);
  const last = await heapMiB(session);
  say(
    `heap after ${early} and ${HEAP_MINUTES} minutes`,
    `${first.toFixed(1)} and ${last.toFixed(1)} MiB`,
  );
  await visit.leave();
});
