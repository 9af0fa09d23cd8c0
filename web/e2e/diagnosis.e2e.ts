import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { enter, PHONE, startBrowser, type Visit } from "./world/browser";
import { serve, type Server } from "./world/servers";

const EXAMINED_MS = 45_000;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe("on a server's first day", () => {
  let server: Server;
  let visit: Visit;
  beforeAll(async () => {
    const { folder, made } = inject("world");
    const own = join(folder, "first");
    mkdirSync(own, { recursive: true });
    server = await serve({ folder: own, made, copied: true });
    visit = await enter(browser, { who: "ann", url: server.url });
  });
  afterAll(async () => {
    await visit.leave();
    await server.stop();
  });

  it("examines this machine before one's eyes, also after a reload in the middle", async () => {
    const { page } = visit;
    await page.goto(`${visit.url}/welcome`);
    await page.getByRole("progressbar", { name: "Progress of the examination" }).waitFor();
    await page.waitForURL("**/welcome?examination=*");
    await page.reload();
    await page.getByRole("link", { name: "Go to the diagnosis" }).waitFor({ timeout: EXAMINED_MS });
    expect(await page.getByText("waits", { exact: true }).count()).toBe(0);
    await page.getByRole("link", { name: "Set up a model" }).waitFor();
    await page.getByText("hexascope record --output host.hxb").waitFor();
    await page.getByRole("link", { name: "Go to the diagnosis" }).click();
    await page.getByRole("heading", { level: 2, name: /Start here/ }).waitFor();
    await visit.expectWell();
  });

  it("shows a diagnosis on one screen, without scrolling", async () => {
    await visit.see("/");
    await visit.page.getByRole("table", { name: "Utilization, saturation, errors" }).waitFor();
    await visit.page.getByRole("region", { name: /Findings, the most harmful/ }).waitFor();
    const height = await visit.page.evaluate(() => document.scrollingElement?.scrollHeight);
    expect(height).toBeLessThanOrEqual(900);
  });

  it("leads from a cell to its evidence, by an address that shows the same again", async () => {
    const { page } = visit;
    await visit.see("/");
    await page.getByRole("button", { name: /^CPU, Utilization/ }).press("Enter");
    await page.waitForURL("**/?cell=cpu.utilization");
    const drawer = page.getByRole("dialog");
    await drawer.getByText("cpu.utilization{cpu=all}", { exact: true }).waitFor();
    await drawer
      .getByText(/Source: \/proc\/stat/)
      .first()
      .waitFor();
    await page.reload();
    await drawer.getByText("cpu.utilization{cpu=all}", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL((address) => !address.search.includes("cell"));
    await visit.expectWell();
  });

  it("says why a cell is unknown", async () => {
    const { page } = visit;
    await visit.see("/?whole=1");
    await page.getByRole("button", { name: /^CPU interconnect, Utilization: unknown/ }).click();
    await page.getByRole("dialog").getByText("Why it is unknown").waitFor();
    await page
      .getByRole("dialog")
      .getByText(/processor's own counters/)
      .waitFor();
  });

  it("examines again at a button's press, goes there, and says what changed", async () => {
    const { page } = visit;
    await visit.see("/");
    await page.getByRole("button", { name: "Examine now" }).click();
    await page.waitForURL("**/examinations/*", { timeout: EXAMINED_MS });
    await page.getByText("Since the examination before").waitFor();
    await page.getByRole("link", { name: "Compare" }).click();
    await page.waitForURL(/\/compare\?before=[\w-]+&after=[\w-]+/);
    await page.getByRole("heading", { level: 2, name: "What moved" }).waitFor();
    await visit.expectWell();
  });

  it("lists what is kept, compares two of them, and shows their history", async () => {
    const { page } = visit;
    await visit.see("/examinations");
    const boxes = page.getByRole("checkbox", { name: /to compare/ });
    await boxes.nth(1).check();
    await boxes.nth(0).check();
    await page.getByRole("link", { name: "Compare the two" }).click();
    await page.waitForURL(/\/compare\?before=/);
    await visit.see("/history?range=day");
    await page.getByRole("heading", { level: 2, name: "Findings that come and go" }).waitFor();
    await visit.expectWell();
  });

  it("removes an examination after one more question", async () => {
    const { page } = visit;
    await visit.see("/examinations");
    const rows = page.getByRole("checkbox", { name: /to compare/ });
    const before = await rows.count();
    await page
      .getByRole("button", { name: /^Remove the examination/ })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect.poll(() => rows.count(), { timeout: 10_000 }).toBe(before - 1);
    await visit.expectWell();
  });
});

it("reads well on a telephone, in Portuguese", async () => {
  const visit = await enter(browser, { who: "ann", size: PHONE, language: "pt", scheme: "dark" });
  await visit.see("/");
  await visit.page.getByText("Comece aqui").waitFor({ timeout: EXAMINED_MS });
  await visit.expectWell();
  await visit.leave();
});
