import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addresses, PAGES } from "./pages";
import { DESK, enter, PHONE, startBrowser, type Visit } from "./world/browser";

const OF_ONE = ["examination", "finding", "panel", "ask"];

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe.each([
  { scheme: "light", size: DESK },
  { scheme: "dark", size: PHONE },
] as const)("in $scheme at $size", ({ scheme, size }) => {
  let visit: Visit;
  let all: Record<string, string>;
  beforeAll(async () => {
    visit = await enter(browser, { who: "ann", scheme, size });
    all = await addresses(visit);
  });
  afterAll(() => visit.leave());

  it.each([...Object.keys(PAGES), ...OF_ONE])(
    "%s has nothing that axe objects to",
    async (name) => {
      visit.complaints.length = 0;
      await visit.see(all[name] ?? "/");
      expect(await visit.violations()).toEqual([]);
      await visit.expectWell();
    },
  );
});
