import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { addresses } from "./pages";
import { DESK, enter, PHONE, startBrowser } from "./world/browser";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
const wanted = process.env.SCREENSHOTS ?? "all";

let browser: Browser;
beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe.each([
  { name: "light", scheme: "light", size: DESK },
  { name: "dark", scheme: "dark", size: DESK },
  { name: "phone", scheme: "light", size: PHONE },
] as const)("pictures of every page: $name", ({ name, scheme, size }) => {
  it("are taken", { timeout: 300_000 }, async () => {
    const visit = await enter(browser, { who: "ann", scheme, size });
    for (const [page, path] of Object.entries(await addresses(visit))) {
      if (wanted !== "all" && !wanted.split(",").includes(page)) continue;
      await visit.see(path);
      // lines are drawn, and a few live seconds are there
      await visit.page.waitForTimeout(page === "live" ? 8_000 : 700);
      await visit.page.screenshot({ path: join(FOLDER, `${page}-${name}.png`) });
    }
    await visit.leave();
  });
});
