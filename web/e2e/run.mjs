// The end-to-end tests in Chromium: `node e2e/run.mjs [NAME …]` runs all, or those with these names.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../", import.meta.url));
const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const needed = {
  [chromium]: "install Debian's chromium, or say where it is by CHROMIUM",
  [`${WEB}../src/hexascope/server/static/index.html`]: "build the dashboard: make web",
  [`${WEB}../.venv/bin/python`]: "make the environment: make setup",
};
for (const [path, what] of Object.entries(needed))
  if (!existsSync(path)) {
    console.error(`${path} is missing: ${what}`);
    process.exit(2);
  }
const words = ["vitest", "run", "--config", "e2e/vitest.config.ts", ...process.argv.slice(2)];
process.exit(spawnSync("npx", words, { cwd: WEB, stdio: "inherit" }).status ?? 1);
