import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { enter, startBrowser } from "./world/browser";

/** A deep address with a question in it, as it is sent to a colleague. */
const DEEP = "/findings?severity=high&text=a%26b%20%C3%A4";

let browser: Browser;
let others: Server;
beforeAll(async () => {
  browser = await startBrowser();
  const words = `<a href="${inject("world").url}${DEEP}">look at this</a>`;
  others = createServer((_, answer) => {
    answer.setHeader("Content-Type", "text/html").end(words);
  });
  await new Promise<void>((resolve) => others.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await browser.close();
  others.close();
});

it("brings who must log in first to the very address that he asked for", async () => {
  const visit = await enter(browser);
  await visit.page.goto(visit.url + DEEP);
  expect(new URL(visit.page.url()).pathname).toBe("/login");
  await visit.page.fill("input[name=name]", "ann");
  await visit.page.fill("input[name=password]", inject("world").made.password);
  await visit.page.locator("main form button").first().click();
  await visit.page.waitForURL(visit.url + DEEP);
  await visit.page.locator("#root").waitFor({ state: "attached" });
  await visit.leave();
});

it("does not ask who is logged in again when he follows a link of another site", async () => {
  const visit = await enter(browser, { who: "ann" });
  // another name is another site, whose links bring no strict cookies along
  await visit.page.goto(`http://localhost:${(others.address() as AddressInfo).port}/`);
  await visit.page.click("a");
  await visit.page.waitForURL(visit.url + DEEP);
  await visit.page.locator("#root").waitFor({ state: "attached" });
  await visit.leave();
});

it("shows the latest report without the dashboard, and a page that it does not know as a problem", async () => {
  const visit = await enter(browser, { who: "ann" });
  const report = await visit.page.goto(`${visit.url}/report`);
  expect(report?.status()).toBe(200);
  expect(await visit.page.locator("#root").count()).toBe(0);
  const nothing = await visit.context.request.get(`${visit.url}/nothing-here`);
  expect(nothing.status()).toBe(404);
  expect(nothing.headers()["content-type"]).toBe("application/problem+json");
  await visit.leave();
});
