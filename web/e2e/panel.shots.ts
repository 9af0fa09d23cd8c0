import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject, it } from "vitest";
import { enter, startBrowser } from "./world/browser";
import { busyLoops, scriptedModels } from "./world/models";
import { serve } from "./world/servers";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));

it("takes pictures of a panel by models", { timeout: 300_000 }, async () => {
  const { made, folder } = inject("world");
  const models = await scriptedModels();
  const place = join(folder, "panel-shots");
  const server = await serve({ folder: place, made, copied: true, config: models.settings });
  const browser = await startBrowser();
  const visit = await enter(browser, { who: "ann", url: server.url });
  const busy = busyLoops();
  try {
    const me = await visit.page.request.get(`${server.url}/api/v1/me`);
    const { csrf } = (await me.json()) as { csrf: string };
    const answer = await visit.page.request.post(`${server.url}/api/v1/examinations?wait=60`, {
      data: { window_s: 5 },
      headers: { "X-CSRF-Token": csrf, Origin: server.url },
    });
    const { id } = (await answer.json()) as { id: string };
    mkdirSync(FOLDER, { recursive: true });
    for (const colorScheme of ["light", "dark"] as const) {
      await visit.page.emulateMedia({ colorScheme });
      await visit.see(`/examinations/${id}/panel`);
      await visit.page.waitForTimeout(1_500);
      await visit.page.screenshot({ path: join(FOLDER, `panel_by_models-${colorScheme}.png`) });
    }
    await visit.page.emulateMedia({ colorScheme: "light" });
    await visit.see(`/examinations/${id}`);
    await visit.page.waitForTimeout(1_000);
    await visit.page.screenshot({ path: join(FOLDER, "diagnosis_busy-light.png") });
  } finally {
    for (const one of busy) one.kill("SIGKILL");
    models.child.stdin?.end();
    await browser.close();
    await server.stop();
  }
});
