import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { enter, startBrowser, type Visit } from "./world/browser";
import { serve, type Server } from "./world/servers";

let browser: Browser;
let server: Server;
let visit: Visit;
beforeAll(async () => {
  const { folder, made } = inject("world");
  const own = join(folder, "live");
  mkdirSync(own);
  server = await serve({ folder: own, made, copied: true });
  browser = await startBrowser();
  visit = await enter(browser, { who: "ann", url: server.url });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** The page's own mark: whether samples come as they should. */
function mark(page: Page, state: "live" | "stale" | "paused" | "past") {
  return page.locator(`main [role=status][data-state=${state}]`);
}

async function goLive(): Promise<Page> {
  const { page } = visit;
  await visit.see("/live");
  await mark(page, "live").waitFor({ timeout: 30_000 });
  await page.locator("canvas").first().waitFor();
  return page;
}

describe("the live page", () => {
  it("shows who uses the CPU while somebody does", async () => {
    const page = await goLive();
    const busy = spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" });
    try {
      const row = page
        .getByRole("table", { name: "Processes" })
        .getByRole("row")
        .filter({ hasText: String(busy.pid) });
      await row.first().waitFor({ timeout: 20_000 });
      await expect
        .poll(
          async () =>
            Number.parseInt((await row.first().getByRole("cell").nth(4).textContent()) ?? "0", 10),
          {
            timeout: 15_000,
          },
        )
        .toBeGreaterThan(5);
    } finally {
      busy.kill("SIGKILL");
    }
  });

  it("stands still at p, and goes on at p", async () => {
    const page = await goLive();
    await page.keyboard.press("p");
    await mark(page, "paused").waitFor();
    await page.keyboard.press("p");
    await mark(page, "live").waitFor();
  });

  it("goes back into the past by dragging over a chart, and has an address for it", async () => {
    const page = await goLive();
    const over = page.locator(".u-over").first();
    await over.scrollIntoViewIfNeeded();
    const box = await over.boundingBox();
    if (!box) throw new Error("the chart has no place");
    await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await mark(page, "past").waitFor();
    expect(new URL(page.url()).searchParams.get("from")).toMatch(/^20\d\d-\d\d-\d\dT/);
    await page.getByRole("button", { name: "Back to live" }).click();
    await mark(page, "live").waitFor();
  });

  it("reads its values by arrow keys", async () => {
    const page = await goLive();
    await page.getByRole("group", { name: /^CPU by mode/ }).focus();
    await page.keyboard.press("ArrowLeft");
    await expect
      .poll(() => page.locator("figure[aria-label='CPU by mode'] [aria-live]").textContent())
      .toMatch(/user \d/);
  });

  it("has nothing that axe finds wrong, and fits a phone", async () => {
    const page = await goLive();
    expect(await visit.violations()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await visit.expectWell();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("says since when it is stale on a dead network, still answers, and comes back", async () => {
    const page = await goLive();
    await visit.context.setOffline(true);
    const session = await visit.context.newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", {
      offline: true,
      latency: 3_000,
      downloadThroughput: 1_000,
      uploadThroughput: 1_000,
    });
    await server.kill();
    await mark(page, "stale").waitFor({ timeout: 15_000 });
    expect(await mark(page, "stale").textContent()).toMatch(/stale since \d+ s/);
    await page.getByRole("link", { name: "Processes" }).click();
    expect(new URL(page.url()).hash).toBe("#processes");
    const at = await page.evaluate(() => {
      (globalThis as unknown as { same: boolean }).same = true;
      return globalThis.scrollY;
    });
    await server.start();
    await visit.context.setOffline(false);
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await mark(page, "live").waitFor({ timeout: 60_000 });
    expect(await page.evaluate(() => (globalThis as unknown as { same?: boolean }).same)).toBe(
      true,
    );
    expect(Math.abs((await page.evaluate(() => globalThis.scrollY)) - at)).toBeLessThan(200);
    expect(new URL(page.url()).hash).toBe("#processes");
  }, 120_000);
});
