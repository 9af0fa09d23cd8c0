import { describe, expect, it } from "vitest";
import type { Schemas } from "@/api/client";
import type { Finding } from "@/api/findings";
import type { Host } from "@/api/hosts";
import { newestOf, type Examination } from "@/api/standing";
import { alertsOf, byLevel, chosen, type Gathered } from "./alert";

const NOW = Date.parse("2026-11-21T20:00:00Z");
const NOTHING: Gathered = {
  findings: [],
  jobs: [],
  hosts: [],
  standing: newestOf([]),
  parts: [],
};

function finding(severity: string, more: Partial<Finding> = {}): Finding {
  return {
    id: severity,
    examination: "e1",
    host: "h1",
    host_name: "web-1",
    time: "2026-11-21T19:00:00.000Z",
    check: "c",
    resource: "cpu",
    severity,
    when: "now",
    culprit_kind: "process",
    culprit: "java",
    title: `a ${severity} one`,
    ignored: false,
    ...more,
  };
}

const host = { id: "h1", name: "web-1", first_seen: "2026-11-01T00:00:00.000Z" } as Host;
const looked = (time: string) => newestOf([{ host: "h1", time } as Examination]);

describe("alerts", () => {
  it("give findings that harm now their level, and pass over what is low", () => {
    const findings = ["info", "low", "medium", "high", "critical"].map((one) => finding(one));
    const levels = alertsOf({ ...NOTHING, findings }, NOW).map((one) => one.level);
    expect(levels).toEqual(["critical", "error", "warning"]);
  });

  it("say nothing of what is past or acknowledged", () => {
    const findings = [finding("high", { when: "past" }), finding("critical", { ignored: true })];
    expect(alertsOf({ ...NOTHING, findings }, NOW)).toEqual([]);
  });

  it("hold a host whose last look is old to be unknown, not well", () => {
    const of = (time: string) =>
      alertsOf({ ...NOTHING, hosts: [host], standing: looked(time) }, NOW).map((one) => one.says);
    expect(of("2026-11-21T19:00:00Z")).toEqual([]);
    expect(of("2026-11-19T19:00:00Z")).toEqual(["hostStale"]);
  });

  it("name a host that was never examined, and none where examinations can't be read", () => {
    const [alert] = alertsOf({ ...NOTHING, hosts: [host] }, NOW);
    expect(alert).toMatchObject({ says: "hostUnknown", level: "info", to: "/hosts/h1" });
    expect(alertsOf({ ...NOTHING, hosts: [host], standing: undefined }, NOW)).toEqual([]);
  });

  it("put a part of the server that is not ready before all else", () => {
    const parts = [
      { part: "store", ready: false, reason: "no answer" },
      { part: "bus", ready: true, reason: "" },
    ];
    const all = alertsOf({ ...NOTHING, parts, findings: [finding("high")] }, NOW);
    expect(all.map((one) => one.title)).toEqual(["store", "a high one"]);
  });

  it("tell failed jobs by the host that they worked on", () => {
    const job = { id: "j1", kind: "examine", host: "h1", reason: "killed", ended: null };
    const jobs = [{ ...job, created: "2026-11-21T19:00:00Z" } as Schemas["JobShown"]];
    const [alert] = alertsOf({ ...NOTHING, jobs, hosts: [host], standing: undefined }, NOW);
    expect(alert).toMatchObject({ level: "error", hostName: "web-1", detail: "killed" });
  });

  it("are chosen by level and source", () => {
    const all = alertsOf({ ...NOTHING, hosts: [host], findings: [finding("high")] }, NOW);
    expect(chosen(all, "error", "")).toHaveLength(1);
    expect(chosen(all, "error", "host")).toEqual([]);
    expect(byLevel(all).info).toHaveLength(1);
  });
});
