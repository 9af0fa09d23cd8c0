// Open a page in Chromium: print axe's violations, console messages and requests as JSON, and take
// a screenshot. Usage: node look.mjs PAGE SCHEME WIDTHxHEIGHT SCREENSHOT
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [page_file, scheme, size, screenshot] = process.argv.slice(2);
const [width, height] = size.split("x").map(Number);
const profile = mkdtempSync(join(tmpdir(), "hexascope-browser-"));

const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  colorScheme: scheme,
  viewport: { width, height },
  bypassCSP: true,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
try {
  const page = await context.newPage();
  const requests = [];
  const messages = [];
  page.on("request", (one) => requests.push(one.url()));
  page.on("console", (one) => messages.push(one.text()));
  await page.goto(pathToFileURL(page_file).href);
  await page.screenshot({ path: screenshot, fullPage: !process.env.VIEWPORT });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run());
  const violations = found.violations.map((one) => ({
    id: one.id,
    nodes: one.nodes.slice(0, 5).map((node) => node.html.slice(0, 200)),
  }));
  console.log(JSON.stringify({ violations, requests, messages, overflow, passes: found.passes.length }));
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
