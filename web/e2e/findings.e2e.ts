import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, startBrowser, type Visit } from "./world/browser";

/** Rows that may stand in the document at once, of however many there are. */
const MOST_ROWS = 100;
const LONG_MS = 40_000;

let browser: Browser;
let crowd: Visit;
beforeAll(async () => {
  browser = await startBrowser();
  crowd = await enter(browser, { who: "cleo" });
});
afterAll(() => browser.close());

function rows(visit: Visit): Promise<number> {
  return visit.page.getByRole("row").count();
}

describe("ten thousand findings", () => {
  it("are all listed, and few of them are in the document wherever one scrolls", async () => {
    const { page } = crowd;
    await crowd.see("/findings");
    // other tests may have removed a host or two
    await page.getByText(/^(9,9\d\d|10,\d{3}) findings$/).waitFor({ timeout: LONG_MS });
    const table = page.getByRole("table", { name: "Findings" });
    for (const share of [0.3, 0.7, 1, 0]) {
      await table.evaluate((box, to) => (box.scrollTop = box.scrollHeight * to), share);
      await page.waitForTimeout(100);
      expect(await rows(crowd)).toBeLessThan(MOST_ROWS);
      expect(await rows(crowd)).toBeGreaterThan(10);
    }
    await crowd.expectWell();
  });

  it("are chosen by words and severity, which stand in the address", async () => {
    const { page } = crowd;
    await crowd.see("/findings?severity=critical&text=nvme7n1%20web-49");
    await page.getByText(/^\d+ findings?$/).waitFor({ timeout: LONG_MS });
    const titles = page.getByRole("row").getByRole("link", { name: /^Disk/ });
    expect(await titles.count()).toBeGreaterThan(0);
    for (const title of await titles.allTextContents()) expect(title).toMatch(/nvme7n1.*web-49/);
    await page.getByRole("combobox", { name: "When" }).selectOption("past");
    await page.waitForURL(/when=past/);
    await page.getByText("No finding fits these filters").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await page.waitForURL((address) => address.search === "");
  });
});

describe("a finding", () => {
  it("leads from the list to its evidence, and by keys to the next one", async () => {
    const { page } = crowd;
    await crowd.see("/findings?host=web-007");
    const first = page.getByRole("row").getByRole("link").first();
    const title = await first.textContent();
    await first.click();
    await page.getByRole("heading", { level: 1, name: title ?? "" }).waitFor();
    await page.getByRole("heading", { name: "All evidence" }).waitFor();
    await page.getByText("Read from").waitFor();
    const heading = page.getByRole("heading", { level: 1 });
    await page.keyboard.press("]");
    await heading.filter({ hasNotText: title ?? "" }).waitFor();
    await page.keyboard.press("[");
    await heading.filter({ hasText: title ?? "" }).waitFor();
    expect(await crowd.violations()).toEqual([]);
    await crowd.expectWell();
  });

  it("is ignored with a reason, and shown again", async () => {
    const { page } = crowd;
    await page.getByRole("button", { name: /^Ignore:/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: /Reason/ }).fill("new disks are ordered");
    await dialog.getByRole("button", { name: "Ignore" }).click();
    await page.getByText("Ignored for good").waitFor();
    await page.getByText("new disks are ordered").waitFor();
    await page.getByRole("button", { name: "Show again" }).click();
    await page.getByRole("button", { name: /^Ignore:/ }).waitFor();
    expect(await page.getByText("Ignored for good").count()).toBe(0);
  });

  it("of another tenant is not there", async () => {
    const [, place] = /(\/examinations\/.*)$/.exec(crowd.page.url()) ?? [];
    const other = await enter(browser, { who: "bob" });
    await other.page.goto(other.url + (place ?? ""));
    await other.page.getByText("There is nothing at this address").waitFor();
    expect(await other.page.getByText("disk").count()).toBe(0);
    await other.leave();
  });

  it("makes no element of hostile names, in the list and on its page", async () => {
    const hostile = await enter(browser, { who: "hal" });
    const { page } = hostile;
    await hostile.see("/findings");
    const links = page.getByRole("row").getByRole("link", { name: /is slow$/ });
    await links.first().waitFor();
    const places = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    for (const place of places.slice(0, 4)) {
      await hostile.see(place ?? "");
      await page.getByRole("heading", { name: "All evidence" }).waitFor();
      expect(await page.locator("main img, main script, main [onload]").count()).toBe(0);
      expect(await page.title()).not.toBe("owned");
    }
    await hostile.expectWell();
    await hostile.leave();
  });
});
