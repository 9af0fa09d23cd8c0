/** What all end-to-end tests share: one database, kept untouched to be copied, and one server. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { makeDatabase, serve, type Made } from "./servers";

/** What tests are told by `inject("world")`. */
export interface World {
  url: string;
  /** A folder for what they make; removed at the end. */
  folder: string;
  /** The database as it was made: no server works on it. */
  made: Made;
}

declare module "vitest" {
  export interface ProvidedContext {
    world: World;
  }
}

export default async function whole(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "hexascope-e2e-"));
  const made = makeDatabase(join(folder, "made"));
  mkdirSync(join(folder, "shared"));
  copyFileSync(made.master_key, join(folder, "master.key"));
  const server = await serve({ folder: join(folder, "shared"), made, copied: true });
  project.provide("world", { url: server.url, folder, made });
  return async () => {
    await server.stop();
    if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
  };
}
