import { describe, expect, it } from "vitest";
import { Problem } from "@/api/problem";
import { askedOf, formOf, NEW, wrongFields, type Schedule } from "./schedule";

const KEPT = {
  id: "a",
  name: "night",
  cron: "0 3 * * *",
  zone: "Europe/Lisbon",
  host: "h1",
  priority: 2,
  enabled: false,
  payload: { window_s: 5, deep: true, scope: ["cpu"], mode: "solo", model: "rules" },
} as unknown as Schedule;

describe("a schedule's form", () => {
  it("shows what is kept and sends it back as it was, also what it does not show", () => {
    expect(askedOf(formOf(KEPT), KEPT)).toEqual({
      name: "night",
      cron: "0 3 * * *",
      zone: "Europe/Lisbon",
      priority: 2,
      enabled: false,
      examine: {
        host: "h1",
        window_s: 5,
        deep: true,
        scope: ["cpu"],
        panel: "solo",
        model: "rules",
      },
    });
  });

  it("leaves to the settings what is not said", () => {
    expect(askedOf({ ...NEW, name: " n " }, null)).toMatchObject({
      name: "n",
      enabled: true,
      examine: { window_s: null, deep: false, host: "" },
    });
  });

  it("says what the server refuses at the field that it means", () => {
    const cron = new Problem(400, "", "'61 * * * *' is no cron expression: Bad minute");
    expect(wrongFields(cron)).toEqual({ cron: cron.detail });
    const errors = [{ where: "body.examine.window_s", what: "too large" }];
    expect(wrongFields(new Problem(422, "", "", "", errors))).toEqual({ windowS: "too large" });
    expect(wrongFields(new Problem(409, "clash", "in the way"))).toEqual({ "": "in the way" });
    expect(wrongFields(null)).toEqual({});
  });
});
