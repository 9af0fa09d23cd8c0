import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { enter, startBrowser, type Visit } from "./world/browser";
import { busyLoops, scriptedModels } from "./world/models";
import { serve, type Server } from "./world/servers";

let browser: Browser;
let models: ChildProcess;
let server: Server;
let visit: Visit;
/** Programs that keep the machine busy, so that there is something to judge. */
let busy: ChildProcess[] = [];
/** The examination whose panel was followed live. */
let examination = "";

beforeAll(async () => {
  const [started, found] = await Promise.all([startBrowser(), scriptedModels()]);
  browser = started;
  models = found.child;
  const { made, folder } = inject("world");
  server = await serve({
    folder: join(folder, "panel"),
    made,
    copied: true,
    config: found.settings,
  });
  visit = await enter(browser, { who: "ann", url: server.url });
});
afterAll(async () => {
  for (const one of busy) one.kill("SIGKILL");
  models.stdin?.end();
  await browser.close();
  await server.stop();
});

const column = (name: string) =>
  visit.page.getByRole("article").filter({ has: visit.page.getByRole("heading", { name }) });

describe("a panel by models of which one hangs and one lies", () => {
  it("is followed live: who speaks, and who has not said a word", async () => {
    busy = busyLoops();
    const me = (await (await visit.page.request.get(`${server.url}/api/v1/me`)).json()) as {
      csrf: string;
    };
    const answer = await visit.page.request.post(`${server.url}/api/v1/examinations`, {
      data: { window_s: 4 },
      headers: { "X-CSRF-Token": me.csrf, Origin: server.url },
    });
    examination = ((await answer.json()) as { id: string }).id;
    await visit.see(`/examinations/${examination}/panel`);
    await column("Security analyst").getByText("Asked, no word yet").waitFor();
    for (const one of busy) one.kill("SIGKILL");
    await column("Performance analyst").getByText("Answered").waitFor();
    expect(await column("Security analyst").getByText("Answered").count()).toBe(0);
  });

  it("becomes its record when it has ended, with rules in the place of who did not speak", async () => {
    await visit.page.getByRole("heading", { name: "Struck claims" }).waitFor();
    await column("Security analyst").getByText("no answer in 4 s").waitFor();
    await column("Cost optimizer").getByText("nothing that it said is proven").waitFor();
    await visit.page
      .getByRole("button", { name: /Security analyst: Opinions, no answer/ })
      .waitFor();
    // that there was no report while it ran, the browser itself says
    visit.complaints.length = 0;
  });

  it("shows what was struck of the liar's claims, and why", async () => {
    const struck = visit.page.getByRole("region", { name: "Struck claims" });
    const row = struck.getByRole("row").filter({ hasText: "999 ms" }).first();
    expect(await row.textContent()).toContain("Cost optimizer");
    expect(await row.textContent()).toContain("nothing of this case is called phantom");
    expect(await struck.getByText("contradicted").count()).toBeGreaterThan(0);
  });

  it("leads from an opinion's evidence to the finding that shows it", async () => {
    const chip = column("Performance analyst").getByRole("list", { name: "Because" }).first();
    const link = chip.getByRole("link").first();
    expect(await link.getAttribute("href")).toMatch(
      new RegExp(`^/examinations/${examination}/findings/[0-9a-f]{16}`),
    );
  });

  it("is replayed: at its beginning nobody has spoken, at its end all have", async () => {
    await visit.see(`/examinations/${examination}/panel`);
    const moment = visit.page.getByRole("slider", { name: "Moment of the panel" });
    await moment.focus();
    await moment.press("Home");
    await column("Coordinator").getByText("Waiting").waitFor();
    await visit.page.getByText("Nobody has asked or answered so far.").waitFor();
    await visit.page.getByText("16×").click();
    await visit.page.getByRole("button", { name: "Play" }).click();
    await column("Coordinator").getByText("Answered").waitFor();
    await visit.page.getByText("Coordinator rules").first().waitFor();
    await visit.page.keyboard.press("k");
    await visit.page.keyboard.press("k");
  });

  it("shows the words that were sent, with the digest that they come to", async () => {
    await visit.see(`/examinations/${examination}/panel?call=2`);
    await visit.page.getByText("These words come to this digest.").waitFor();
    const find = visit.page.getByRole("textbox", { name: /Search the text/ });
    await find.fill("You are the security analyst");
    await visit.page.getByText("1 of 1").waitFor();
    await visit.expectWell();
  });

  it("has nothing that axe finds wrong", async () => {
    expect(await visit.violations()).toEqual([]);
  });

  it("counts in the performance of its specialists", async () => {
    await visit.see("/performance");
    const row = visit.page.getByRole("row").filter({ hasText: "fake-hang" });
    expect(await row.textContent()).toMatch(/Security analyst.*0%.*unknown.*no answer in 4 s/s);
    expect(await visit.violations()).toEqual([]);
    await visit.expectWell();
  });
});

describe("a panel by rules alone", () => {
  it("is the same page, and says what a model would add", async () => {
    const shared = await enter(browser, { who: "ann" });
    const found = (await (
      await shared.page.request.get(`${shared.url}/api/v1/examinations?limit=1`)
    ).json()) as { items: { id: string }[] };
    await shared.see(`/examinations/${found.items[0]?.id ?? ""}/panel`);
    await shared.page.getByText("No model was asked", { exact: true }).first().waitFor();
    expect(await shared.page.getByRole("article").count()).toBe(6);
    await shared.page.getByRole("link", { name: "Choose models" }).waitFor();
    await shared.expectWell();
    await shared.leave();
  });
});
