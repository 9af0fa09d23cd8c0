import { createHmac } from "node:crypto";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { enter, startBrowser, type Visit } from "./world/browser";
import { serve, type Server } from "./world/servers";

// accounts, secrets and the audit log are changed here: on a server of its own

let browser: Browser;
let server: Server;
let visit: Visit;

beforeAll(async () => {
  const { made, folder } = inject("world");
  server = await serve({ folder: join(folder, "settings"), made, copied: true });
  browser = await startBrowser();
  visit = await enter(browser, { who: "ann", url: server.url });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const STEP_S = 30;

/** What an authenticator shows (RFC 6238), `later` steps from now. */
function code(secret: string, later = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret)
    .map((one) => letters.indexOf(one).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((one) => parseInt(one, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_S) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE((hash[19] ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

const button = (name: string | RegExp) => visit.page.getByRole("button", { name });
const dialog = () => visit.page.getByRole("dialog");

it("sets up an authenticator, and asks for its code at the next login", async () => {
  const { page } = visit;
  const password = inject("world").made.password;
  await visit.see("/settings/me");
  await button("Set up an authenticator").click();
  await page.getByLabel("Your password").fill("this is not the password");
  await button("Go on").click();
  await page.getByText("the password is wrong").waitFor();
  visit.complaints.length = 0; // the browser tells of the refusal too
  await page.getByLabel("Your password").fill(password);
  await button("Go on").click();
  const shown = (await page.getByLabel("Secret", { exact: true }).textContent()) ?? "";
  expect(shown).toMatch(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/);
  const secret = shown.replaceAll(" ", "");
  await page.getByLabel("Code").fill(code(secret));
  await button("Switch it on").click();
  const codes = (await page.locator("pre").first().textContent()) ?? "";
  expect(codes.trim().split("\n").length).toBeGreaterThanOrEqual(8);
  await button("I have kept it").click();
  await button("Remove the authenticator").waitFor();

  await page.request.post(`${visit.url}/api/v1/logout`, {
    headers: { "X-CSRF-Token": await csrf() },
  });
  await page.goto(`${visit.url}/login?next=/settings/users`);
  await page.fill("input[name=name]", "ann");
  await page.fill("input[name=password]", password);
  // a code counts once: the one of the next step is taken too
  await page.fill("input[name=code]", code(secret, 1));
  await page.locator("main form button").first().click();
  await page.waitForURL("**/settings/users");
});

async function csrf(): Promise<string> {
  const me = await visit.page.request.get(`${visit.url}/api/v1/me`);
  return ((await me.json()) as { csrf: string }).csrf;
}

it("makes a user who sets his password by the link, and gives him another role", async () => {
  const { page } = visit;
  await visit.see("/settings/users");
  await button("New user").click();
  await dialog().getByLabel("Name").fill("nora");
  await button("Make the user").click();
  const link = ((await dialog().locator("pre").textContent()) ?? "").trim();
  expect(link).toMatch(/\/setup#[\w-]{20,}$/);
  await button("I have kept it").click();
  const row = page.getByRole("row").filter({ hasText: "nora" });
  await row.getByText("no password yet").waitFor();
  const used = await fetch(`${visit.url}/api/v1/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: visit.url },
    body: JSON.stringify({ link: link.split("#")[1], password: "a long enough password" }),
  });
  expect(used.ok).toBe(true);

  await visit.see("/settings/users");
  await button("What to do with nora").click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await dialog().getByLabel("Roles", { exact: true }).first().focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: "operator" }).click();
  await dialog().getByLabel("Name").click();
  await button("Save").click();
  await row.getByText("viewer, operator").waitFor();
});

it("tells at the form why a user can't be made", async () => {
  await visit.see("/settings/users");
  await button("New user").click();
  await dialog().getByLabel("Name").fill("nora");
  await button("Make the user").click();
  await dialog().getByRole("alert").waitFor();
  visit.complaints.length = 0;
});

it("makes a token that is shown once, works, and is refused once it is revoked", async () => {
  const { page } = visit;
  await visit.see("/settings/me");
  await button("New token").click();
  await dialog().getByLabel("Name").fill("ci");
  await dialog().getByRole("button", { name: "Add" }).click();
  await dialog().getByText("read hosts").waitFor();
  await button("Make the token").click();
  const token = ((await dialog().locator("pre").textContent()) ?? "").trim();
  const ask = (path: string) =>
    fetch(`${visit.url}/api/v1/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await ask("hosts")).status).toBe(200);
  expect((await ask("users")).status).toBe(403);
  await button("I have kept it").click();
  expect(await page.content()).not.toContain(token);

  await button("Revoke the token ci").click();
  await dialog().getByRole("button", { name: "Revoke" }).click();
  await page.getByText("You have no token").waitFor();
  expect((await ask("hosts")).status).toBe(401);
});

it("keeps a secret and shows nothing of it but its name", async () => {
  const { page } = visit;
  await visit.see("/settings/models");
  await button("Key for OpenAI").first().click();
  await dialog().getByLabel("Value").fill("sk-nobody-sees-this");
  await button("Keep it").click();
  await page.getByText("model.openai is kept").first().waitFor();
  await visit.see("/settings/secrets");
  await page.getByRole("cell", { name: "model.openai", exact: true }).waitFor();
  expect(await page.content()).not.toContain("sk-nobody-sees-this");
});

it("changes a setting, and lets one merge by hand what another changed meanwhile", async () => {
  const { page } = visit;
  await visit.see("/settings/general?q=run_dollars");
  await button("Edit panel.run_dollars").click();
  await page.getByLabel("Value of panel.run_dollars").fill("3");
  const theirs = await page.request.patch(`${visit.url}/api/v1/settings`, {
    headers: { "X-CSRF-Token": await csrf() },
    data: { values: { "panel.run_dollars": 2 } },
  });
  expect(theirs.ok()).toBe(true);
  await button("Save").click();
  await page.getByText("Somebody changed the settings meanwhile").waitFor();
  visit.complaints.length = 0;
  await button("Save mine").click();
  await page.getByText("Set for this tenant").waitFor();
  const kept = async () => {
    const answer = await page.request.get(`${visit.url}/api/v1/settings`);
    const { items } = (await answer.json()) as { items: { name: string; value: unknown }[] };
    return items.find((one) => one.name === "panel.run_dollars")?.value;
  };
  await expect.poll(kept).toBe(3);
});

it("shows in the audit log what was done, in both languages, and verifies it", async () => {
  const { page } = visit;
  await visit.see("/settings/audit?resource=secrets");
  await page.getByRole("cell", { name: "model.openai" }).first().waitFor();
  await visit.see("/settings/audit?resource=users&verb=create");
  await page.getByRole("cell", { name: "users" }).first().waitFor();
  await button("Verify now").click();
  await page.getByText("The log holds", { exact: true }).waitFor();
  await visit.see("/settings/me");
  await page.getByRole("radio", { name: "Português" }).click();
  await visit.see("/settings/audit");
  await button("Verificar agora").click();
  await page.getByText("O registro se sustenta", { exact: true }).waitFor();
  await visit.see("/settings/me");
  await page.getByRole("radio", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
});

it("offers a viewer his own account and the server alone, and says that the rest is not his", async () => {
  const vic = await enter(browser, { who: "vic", url: server.url });
  await vic.see("/settings");
  const sections = vic.page.getByRole("navigation", { name: "Sections of the settings" });
  expect(await sections.getByRole("link").allTextContents()).toEqual(["Your account", "Server"]);
  await vic.see("/settings/users");
  await vic.page.getByText("You may not see this section").waitFor();
  await vic.expectWell();
  await vic.leave();
});

it("has no fault that axe finds, in its tables and forms", async () => {
  for (const section of ["me", "models", "roles", "audit"]) {
    await visit.see(`/settings/${section}`);
    expect(await visit.violations(), section).toEqual([]);
  }
  await visit.expectWell();
});
