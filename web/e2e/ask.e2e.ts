import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addresses } from "./pages";
import { enter, startBrowser, type Visit } from "./world/browser";

let browser: Browser;
let visit: Visit;
beforeAll(async () => {
  browser = await startBrowser();
  visit = await enter(browser, { who: "ann" });
});
afterAll(() => browser.close());

describe("who asks the panel", () => {
  it("gets an answer by rules with the evidence that proves it, at an address of its own", async () => {
    const { page } = visit;
    const { ask = "" } = await addresses(visit);
    await visit.see(ask);
    await page.getByText("No model is configured").waitFor();
    await page.getByRole("textbox", { name: "Your question" }).fill("Why is the cpu busy?");
    await page.keyboard.press("Enter");
    const answer = page.getByRole("region", { name: "Coordinator" }).first();
    await answer.getByText("by rules").waitFor();
    const chip = answer.locator("code").first();
    await chip.waitFor();
    expect(await answer.getByText("/proc/").count()).toBeGreaterThan(0);
    expect(page.url()).toMatch(/conversation=[0-9a-f-]{36}/);
    await page.reload();
    await page.getByText("Why is the cpu busy?").first().waitFor();
    await chip.waitFor();
    await visit.expectWell();
  });

  it("is offered questions that the examination raises", async () => {
    const { page } = visit;
    const { ask = "" } = await addresses(visit);
    await visit.see(ask);
    const offered = page.getByRole("group", { name: "Questions that this examination raises" });
    await offered.getByRole("button", { name: "What should be done first?" }).click();
    await page.getByText("Answered by rules").waitFor();
    await visit.expectWell();
  });
});

describe("who makes a specialist", () => {
  it("is told at the field what does not fit, tries it, keeps it, and removes it", async () => {
    const { page } = visit;
    await visit.see("/specialists/~new");
    await page.getByRole("textbox", { name: "Name" }).fill("cpu_keeper");
    await page.getByRole("textbox", { name: "Mandate" }).fill("Say how busy the CPUs are.");
    await choose("Resources", "CPU");
    await choose("Aspects", "Utilization");
    const evidence = page.getByRole("combobox", { name: "If" });
    await evidence.fill("cpu.nonsense");
    await page.getByRole("textbox", { name: "Limit" }).fill("0.0001");
    await page.getByRole("textbox", { name: "Say" }).fill("The CPUs: {cpu.utilization}.");
    await page.getByRole("button", { name: "Let the rules speak" }).click();
    await page.getByText("no evidence is called 'cpu.nonsense'").waitFor();
    expect(await evidence.getAttribute("aria-invalid")).toBe("true");
    visit.complaints.length = 0; // the browser itself says so of each answer that was refused
    await evidence.fill("cpu.utilization");
    await page.getByRole("button", { name: "Let the rules speak" }).click();
    await page.getByRole("region", { name: "cpu keeper" }).locator("code").first().waitFor();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL("**/specialists/cpu_keeper*");
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    const sure = page.getByRole("dialog", { name: "Remove cpu_keeper?" });
    await sure.getByRole("button", { name: "Remove" }).click();
    await page.waitForURL("**/specialists");
    await page.getByText("You have no specialist of your own yet").waitFor();
    await visit.expectWell();
  });

  async function choose(field: string, option: string): Promise<void> {
    await visit.page.getByRole("combobox", { name: field }).focus();
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.getByRole("option", { name: option, exact: true }).click();
    await visit.page.keyboard.press("Escape");
  }
});

describe("who gives a task in words", () => {
  it("sees it become done, with its plan, and with an answer and its proof", async () => {
    const { page } = visit;
    await visit.see("/tasks");
    await page.getByRole("textbox", { name: /The task, or a question/ }).fill("Is the disk slow?");
    await page.getByRole("button", { name: "Choose more" }).click();
    await page.getByRole("textbox", { name: "How long to look" }).fill("1");
    await page.getByRole("button", { name: "Begin" }).click();
    await page.waitForURL(/\/tasks\/[0-9a-f-]{36}/);
    await page.getByRole("heading", { name: "Answer" }).waitFor({ timeout: 50_000 });
    expect(await page.locator("[data-reached=passed]").count()).toBe(4);
    await page.getByRole("heading", { name: "What was put together for it" }).waitFor();
    await page.getByRole("region", { name: "Coordinator" }).first().waitFor();
    await page.getByText("examining the host").waitFor();
    await visit.expectWell();
  });
});
