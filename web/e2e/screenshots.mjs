// Pictures of every page in both themes, into web/screenshots/ (not kept); those that the README
// shows go into docs/. `node e2e/screenshots.mjs [NAME …]` takes only those with these names.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const WEB = fileURLToPath(new URL("../", import.meta.url));
const words = ["vitest", "run", "--config", "e2e/vitest.config.ts"];
const done = spawnSync("npx", words, {
  cwd: WEB,
  stdio: "inherit",
  env: { ...process.env, SCREENSHOTS: process.argv.slice(2).join(",") || "all" },
});
process.exit(done.status ?? 1);
