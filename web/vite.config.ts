import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where the server listens while `npm run dev` serves the page. */
const SERVER = process.env.WEB_SERVER ?? "http://127.0.0.1:8000";
const OF_THE_SERVER = [
  "/api",
  "/login",
  "/logout",
  "/setup",
  "^/report(?=$|[/?])",
  "/healthz",
  "/readyz",
  "/metrics",
];

export default defineConfig({
  cacheDir: process.env.WEB_CACHE ?? "node_modules/.vite",
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  html: { cspNonce: "HEXASCOPE_NONCE" },
  build: {
    outDir: "../src/hexascope/server/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
    manifest: true,
    license: { fileName: "licenses.md" },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(
      OF_THE_SERVER.map((path) => [path, { target: SERVER, ws: true, changeOrigin: true }]),
    ),
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "e2e/**/*.test.ts"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    pool: "threads",
    maxWorkers: 2,
  },
});
