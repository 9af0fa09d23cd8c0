/** A real Chromium, as a reader uses it: logged in, and watched for what must not happen. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type AxeNamespace from "axe-core";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { expect, inject } from "vitest";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Looks {
  /** Who logs in; the tenant is his. */
  who?: "ann" | "vic" | "tom" | "bob" | "cleo" | "hal";
  scheme?: "light" | "dark";
  size?: readonly [number, number];
  language?: "en" | "pt";
  url?: string;
}

const TENANTS: Record<string, string> = { bob: "other", cleo: "crowd", hal: "hostile" };
export const DESK = [1440, 900] as const;
export const PHONE = [390, 844] as const;

/** Start a browser; whoever starts it closes it. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
  });
}

/** Log in by the page, and give a page whose every complaint is kept. */
export async function enter(browser: Browser, looks: Looks = {}): Promise<Visit> {
  const [width, height] = looks.size ?? DESK;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: looks.scheme ?? "light",
    locale: looks.language ?? "en",
    reducedMotion: "reduce",
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const visit = new Visit(context, await context.newPage(), looks.url ?? inject("world").url);
  if (looks.who !== undefined) await visit.logIn(looks.who);
  return visit;
}

/** One reader's visit. */
export class Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly url: string;
  /** What the console, the page and the policy complained of. */
  readonly complaints: string[] = [];

  constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.url = url;
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
    page.on("console", (one) => {
      if (one.type() === "error" || one.type() === "warning") this.complaints.push(one.text());
    });
    page.on("request", (one) => {
      if (!one.url().startsWith(url) && !/^(data|blob|about):/.test(one.url()))
        this.complaints.push(`asked a stranger: ${one.url()}`);
    });
  }

  async logIn(who: string): Promise<void> {
    const { page } = this;
    await page.goto(`${this.url}/login`);
    await page.fill("input[name=name]", who);
    await page.fill("input[name=password]", inject("world").made.password);
    const tenant = TENANTS[who];
    if (tenant) {
      const field = page.locator("input[name=tenant]");
      if (!(await field.isVisible())) await page.locator("summary").last().click();
      await field.fill(tenant);
    }
    await page.locator("main form button").first().click();
    await page.waitForURL((address) => !address.pathname.startsWith("/login"));
  }

  /** Go somewhere, and wait until the page's heading is there and nothing loads any more. */
  async see(path: string): Promise<void> {
    await this.page.goto(this.url + path);
    await this.page.locator("h1").first().waitFor();
    await this.settled();
  }

  /** Wait until no part of the page is still loading. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(
      () =>
        !document.querySelector(
          "[role=status][aria-label^='Loading'], [role=status][aria-label^='Carregando']",
        ),
    );
  }

  /** What axe finds wrong: the rule, and where. */
  async violations(): Promise<string[]> {
    // by the protocol, not by the page: its policy lets no other script in
    const session = await this.context.newCDPSession(this.page);
    await session.send("Runtime.evaluate", { expression: AXE });
    const found = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof AxeNamespace };
      return (await axe.run({ iframes: false })).violations.map(
        (one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
      );
    });
    await session.detach();
    return found;
  }

  /** Fail where the page complained, or is wider than the window. */
  async expectWell(): Promise<void> {
    expect(this.complaints).toEqual([]);
    // a window that was just made narrower is drawn anew first
    const beyond = () =>
      this.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    await expect.poll(beyond, { message: "pixels beyond the width" }).toBeLessThanOrEqual(0);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
