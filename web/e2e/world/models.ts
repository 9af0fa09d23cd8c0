/** Language models that speak by a script, and something for them to judge. */
import { spawn, type ChildProcess } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { ROOT } from "./servers";

const MORE_THAN_CPUS = 2;

/** Keep the machine busy, so that there is something to find; who starts them ends them. */
export function busyLoops(): ChildProcess[] {
  return Array.from({ length: cpus().length + MORE_THAN_CPUS }, () =>
    spawn("sh", ["-c", "while :; do :; done"], { stdio: "ignore" }),
  );
}

/** Start models of which one never answers and one lies, and give the settings that name them. */
export async function scriptedModels(): Promise<{ child: ChildProcess; settings: string }> {
  const child = spawn(
    join(ROOT, ".venv/bin/python"),
    ["web/e2e/models.py", "--hangs", "security_analyst", "--lies", "cost_optimizer"],
    { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] },
  );
  let told = "";
  for await (const words of child.stdout as AsyncIterable<Buffer>) {
    told += words.toString();
    if (told.endsWith("\n\n")) break;
  }
  return { child, settings: told.slice(told.indexOf("\n") + 1) };
}
