/** `hexascope serve` as a process of its own, over a database made for the run. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PYTHON = join(ROOT, ".venv/bin/python");
const READY_MS = 60_000;
const STEP_MS = 100;
const END_MS = 15_000;

/** What `python -m tests.support.dashboard` made. */
export interface Made {
  store: string;
  master_key: string;
  password: string;
  other_examination: string;
}

/** Make the database of the run: people, a crowd of hosts, hostile names. */
export function makeDatabase(folder: string): Made {
  const done = spawnSync(PYTHON, ["-m", "tests.support.dashboard", folder], {
    cwd: ROOT,
    encoding: "utf8",
    timeout: 180_000,
  });
  if (done.status !== 0) throw new Error(`the database could not be made: ${done.stderr}`);
  return JSON.parse(done.stdout) as Made;
}

export interface ServerWanted {
  /** A folder of its own: home, logs. */
  folder: string;
  made: Made;
  /** Further settings, as `HEXASCOPE_…` variables. */
  variables?: Record<string, string>;
  /** Words of its configuration file (TOML). */
  config?: string;
  /** Work on a copy of the database, as tests that change much or kill the server do. */
  copied?: boolean;
}

/** A server that runs, and can be ended, killed and started again at the same address. */
export class Server {
  readonly url: string;
  private readonly wanted: ServerWanted;
  private readonly port: number;
  private child: ChildProcess | null = null;

  constructor(wanted: ServerWanted, port: number) {
    this.wanted = wanted;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Start it, and wait until it says that it is ready. */
  async start(): Promise<void> {
    const { folder, made, variables } = this.wanted;
    const log = (words: Buffer) => appendFileSync(join(folder, "log"), words);
    this.child = spawn(PYTHON, ["-m", "hexascope", "serve", "--port", String(this.port)], {
      env: {
        ...process.env,
        HOME: folder,
        XDG_STATE_HOME: join(folder, "state"),
        XDG_CONFIG_HOME: join(folder, "config"),
        XDG_CACHE_HOME: join(folder, "cache"),
        XDG_DATA_HOME: join(folder, "data"),
        HEXASCOPE_SERVER__STORE: made.store,
        HEXASCOPE_SERVER__MASTER_KEY_FILE: made.master_key,
        HEXASCOPE_SERVER__LOOK_SECONDS: "1",
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", log);
    this.child.stderr?.on("data", log);
    for (let waited = 0; waited < READY_MS; waited += STEP_MS) {
      if (this.child.exitCode !== null) throw new Error(`the server ended: see ${folder}/log`);
      if (await answers(`${this.url}/readyz`)) return;
      await pause(STEP_MS);
    }
    throw new Error(`the server was not ready after ${READY_MS / 1000} s: see ${folder}/log`);
  }

  /** End it as a crash does. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  private async end(how: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(how);
    const timer = setTimeout(() => child.kill("SIGKILL"), END_MS);
    await ended;
    clearTimeout(timer);
  }
}

/** Start a server; whoever starts one stops it. */
export async function serve(wanted: ServerWanted): Promise<Server> {
  mkdirSync(join(wanted.folder, "config/hexascope"), { recursive: true });
  if (wanted.config)
    appendFileSync(join(wanted.folder, "config/hexascope/config.toml"), wanted.config);
  const made = wanted.copied ? copied(wanted.made, wanted.folder) : wanted.made;
  const server = new Server({ ...wanted, made }, await freePort());
  await server.start();
  return server;
}

function copied(made: Made, folder: string): Made {
  const from = made.store.replace("sqlite:///", "");
  const to = join(folder, "hexascope.db");
  for (const end of ["", "-wal"]) if (existsSync(from + end)) copyFileSync(from + end, to + end);
  return { ...made, store: `sqlite:///${to}` };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const one = createServer();
    one.once("error", reject);
    one.listen(0, "127.0.0.1", () => {
      const address = one.address();
      one.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
