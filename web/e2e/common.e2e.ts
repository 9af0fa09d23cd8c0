import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PAGES } from "./pages";
import { enter, startBrowser, type Visit } from "./world/browser";

/** Two seconds to the server and back, and 50 kB a second. */
const SLOW = {
  offline: false,
  latency: 2_000,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
};

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe("an administrator", () => {
  let visit: Visit;
  beforeAll(async () => {
    visit = await enter(browser, { who: "ann" });
  });
  afterAll(() => visit.leave());

  it("goes anywhere by the command palette", async () => {
    await visit.see("/hosts");
    await visit.page.keyboard.press("Control+k");
    await visit.page.getByRole("textbox", { name: /Go to/ }).fill("Jobs");
    await visit.page.keyboard.press("Enter");
    await visit.page.waitForURL("**/jobs");
    await visit.page.getByRole("heading", { level: 1, name: "Jobs" }).waitFor();
  });

  it("goes to a page by two keys, but not while writing", async () => {
    await visit.see("/jobs");
    await visit.page.keyboard.press("g");
    await visit.page.keyboard.press("h");
    await visit.page.waitForURL("**/hosts");
    await visit.settled();
    await visit.page.getByRole("textbox", { name: "Filter" }).first().focus();
    await visit.page.keyboard.type("gj");
    expect(new URL(visit.page.url()).pathname).toBe("/hosts");
  });

  it("reads Portuguese when he chooses it, also after coming back", async () => {
    await visit.see("/hosts");
    await visit.page.getByRole("button", { name: "Account and preferences" }).click();
    await visit.page.getByRole("menuitem", { name: "Português" }).click();
    await visit.page.getByText("Configurações").first().waitFor();
    await visit.page.reload();
    await visit.page.getByText("Configurações").first().waitFor();
    expect(await visit.page.locator("html").getAttribute("lang")).toBe("pt");
    await visit.page.getByRole("button", { name: "Conta e preferências" }).click();
    await visit.page.getByRole("menuitem", { name: "English" }).click();
    await visit.page.getByText("What is wrong").first().waitFor();
  });

  it("goes on reading while the network is slow, and is shown that more is to come", async () => {
    const { page } = visit;
    await visit.see("/hosts");
    const session = await visit.context.newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", SLOW);
    await page.getByRole("link", { name: "Reports", exact: true }).click();
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: /Go to/ }).waitFor({ timeout: 20_000 });
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { level: 1, name: "Reports" }).waitFor();
    await page.getByRole("status", { name: "Loading" }).first().waitFor();
    await session.send("Network.emulateNetworkConditions", {
      ...SLOW,
      latency: 0,
      downloadThroughput: -1,
    });
    await visit.settled();
    await visit.expectWell();
  });

  it("finds no page at an address that is none", async () => {
    await visit.see("/hosts");
    await visit.page.evaluate(() => history.pushState({}, "", "/no-such-page"));
    await visit.page.evaluate(() => dispatchEvent(new PopStateEvent("popstate")));
    await visit.page.getByText("There is no such page").waitFor();
    expect((await visit.page.request.get(`${visit.url}/no-such-page`)).status()).toBe(404);
  });

  it("is shown nothing of another tenant's examination, and told that there is nothing", async () => {
    const theirs = inject("world").made.other_examination;
    for (const below of ["", "/panel", "/ask", "/findings/aaaaaaaaaaaaaaaa"]) {
      await visit.page.goto(`${visit.url}/examinations/${theirs}${below}`);
      await visit.page.getByText("There is nothing at this address").first().waitFor();
    }
    // the browser itself says so of each answer that was not found
    visit.complaints.length = 0;
  });

  it("leaves no secret in the browser's storage", async () => {
    for (const path of Object.values(PAGES)) await visit.see(path);
    const kept = await visit.page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    );
    const { csrf } = (await (await visit.page.request.get(`${visit.url}/api/v1/me`)).json()) as {
      csrf: string;
    };
    expect(csrf.length).toBeGreaterThan(20);
    const [cookie] = await visit.context.cookies();
    for (const secret of [csrf, cookie?.value ?? "none", inject("world").made.password])
      expect(kept).not.toContain(secret);
    expect(cookie?.httpOnly).toBe(true);
  });
});

describe("whoever reads hostile names", () => {
  let visit: Visit;
  beforeAll(async () => {
    visit = await enter(browser, { who: "hal" });
  });
  afterAll(() => visit.leave());

  it("finds no element made from them on any page", async () => {
    const hosts = (await (
      await visit.page.request.get(`${visit.url}/api/v1/examinations`)
    ).json()) as {
      items: { id: string; host: string }[];
    };
    expect(hosts.items.length).toBeGreaterThanOrEqual(8);
    const deep = hosts.items.flatMap(({ id, host }) => [
      `/hosts/${host}`,
      `/examinations/${id}/findings/${"a".repeat(16)}`,
    ]);
    for (const path of [...Object.values(PAGES), ...deep]) {
      await visit.see(path);
      const made = await visit.page.evaluate(() => ({
        elements: document.querySelectorAll(
          "img[src='x'], #root script, svg[onload], [onerror], [onload], a[href^='javascript']",
        ).length,
        title: document.title,
      }));
      expect(made.elements, path).toBe(0);
      expect(made.title, path).not.toBe("owned");
    }
    await visit.expectWell();
  });
});

describe("a viewer", () => {
  it("is not offered what he may not do", async () => {
    const visit = await enter(browser, { who: "vic" });
    for (const path of Object.values(PAGES)) await visit.see(path);
    await visit.see("/");
    expect(await visit.page.getByRole("button", { name: /Examine/ }).count()).toBe(0);
    expect(await visit.page.getByRole("link", { name: "Audit" }).count()).toBe(0);
    await visit.leave();
  });
});

it("sends strangers to log in, and back to where they wanted to go", async () => {
  const visit = await enter(browser);
  await visit.page.goto(`${visit.url}/findings?severity=high`);
  expect(new URL(visit.page.url()).pathname).toBe("/login");
  await visit.page.fill("input[name=name]", "ann");
  await visit.page.fill("input[name=password]", inject("world").made.password);
  await visit.page.locator("main form button").first().click();
  await visit.page.waitForURL("**/findings?severity=high");
  await visit.leave();
});
