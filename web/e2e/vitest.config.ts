import { defineConfig } from "vitest/config";

/** Tests, pictures for the documentation, or figures. */
const KIND = process.env.SCREENSHOTS ? "shots" : process.env.BENCH ? "bench" : "e2e";

/** The dashboard end to end: a real server, a real browser. `node e2e/run.mjs [NAME …]` runs it. */
export default defineConfig({
  test: {
    environment: "node",
    include: [`e2e/**/*.${KIND}.ts`],
    globalSetup: ["e2e/world/whole.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // a page that is slow here says so by its test's name
    slowTestThreshold: 5_000,
  },
});
