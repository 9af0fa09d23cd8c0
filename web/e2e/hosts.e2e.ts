import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, startBrowser, type Visit } from "./world/browser";

/** Rows or cards that may stand in the document at once, of however many there are. */
const MOST = 100;

let browser: Browser;
let crowd: Visit;
beforeAll(async () => {
  browser = await startBrowser();
  crowd = await enter(browser, { who: "cleo" });
});
afterAll(() => browser.close());

describe("five hundred hosts", () => {
  it("are listed with their health, and few are in the document wherever one scrolls", async () => {
    const { page } = crowd;
    await crowd.see("/hosts");
    await page.getByText(/^500 rows$/).waitFor();
    const table = page.getByRole("table", { name: "Hosts" });
    for (const share of [0.5, 1, 0]) {
      await table.evaluate((box, to) => (box.scrollTop = box.scrollHeight * to), share);
      await page.waitForTimeout(100);
      expect(await page.getByRole("row").count()).toBeLessThan(MOST);
    }
    await page.getByRole("textbox", { name: "Filter" }).fill("web-123");
    await page.getByText(/^1 row$/).waitFor();
    await crowd.expectWell();
  });

  it("are seen at a glance, the worst first, and none that is unknown is called well", async () => {
    const { page } = crowd;
    await crowd.see("/overview");
    await page.getByText(/^500 hosts$/).waitFor();
    const cards = page.getByRole("listitem").filter({ has: page.locator("header") });
    await cards.first().getByText("suffers").waitFor();
    expect(await cards.count()).toBeLessThan(MOST);
    await page.mouse.wheel(0, 20_000);
    await page.waitForTimeout(200);
    expect(await cards.count()).toBeLessThan(MOST);
    await page.getByRole("button", { name: /unknown$/ }).click();
    await page.waitForURL(/health=unknown/);
    await page.getByText(/^20 hosts$/).waitFor();
    expect(await cards.getByText("well").count()).toBe(0);
    await page.getByText("List", { exact: true }).click();
    await page.getByRole("table", { name: "Overview" }).waitFor();
    expect(await crowd.violations()).toEqual([]);
    await crowd.expectWell();
  });
});

describe("a host", () => {
  it("keeps the labels that it is given", async () => {
    const { page } = crowd;
    await crowd.see("/hosts");
    await page.getByRole("button", { name: "Edit the labels of web-000" }).click();
    await page.getByRole("textbox", { name: "Labels" }).fill("role=front\nspare");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("role=front").waitFor();
    await page.reload();
    await page.getByText("role=front").waitFor();
  });

  it("is removed only after its name was typed", async () => {
    const { page } = crowd;
    await page.getByRole("button", { name: "Remove web-001" }).click();
    const dialog = page.getByRole("dialog");
    const remove = dialog.getByRole("button", { name: "Remove" });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("web-002");
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("web-001");
    await remove.click();
    await page.getByText(/^499 rows$/).waitFor();
    expect(await page.getByRole("link", { name: "web-001", exact: true }).count()).toBe(0);
  });

  it("is neither changed nor removed by who may only look", async () => {
    const viewer = await enter(browser, { who: "vic" });
    await viewer.see("/hosts");
    await viewer.page.getByRole("row").nth(1).waitFor();
    expect(
      await viewer.page.getByRole("button", { name: /^(Remove|Edit the labels)/ }).count(),
    ).toBe(0);
    expect(await viewer.page.getByRole("link", { name: "Send a bundle" }).count()).toBe(0);
    await viewer.leave();
  });

  it("makes no element of its name, in lists, on cards, in dialogs and in alerts", async () => {
    const hostile = await enter(browser, { who: "hal" });
    const { page } = hostile;
    for (const place of ["/hosts", "/overview", "/overview?as=list", "/alerts"]) {
      await hostile.see(place);
      await page.getByText("onerror").first().waitFor();
      expect(await page.locator("main img, main script, main [onload]").count()).toBe(0);
      await hostile.expectWell();
    }
    expect(await page.title()).not.toBe("owned");
    await hostile.leave();
  });
});

describe("a bundle", () => {
  it("that is none is refused with the reason", async () => {
    const { page } = crowd;
    await crowd.see("/snapshots");
    await page.getByText("No bundle has been sent yet").waitFor();
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    const file = { name: "no.hxb", mimeType: "application/zip", buffer: Buffer.from("no zip") };
    await (await choosing).setFiles(file);
    await page.getByRole("alert").waitFor();
    expect(await crowd.violations()).toEqual([]);
  });
});
