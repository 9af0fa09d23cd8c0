/** What asks for attention now, gathered from everything that the server tells. */
import type { Schemas } from "@/api/client";
import type { Finding } from "@/api/findings";
import type { Host } from "@/api/hosts";
import type { Standing } from "@/api/standing";
import { isStale } from "@/lib/stale";

export const LEVELS = ["critical", "error", "warning", "info"] as const;
export type Level = (typeof LEVELS)[number];

export const SOURCES = ["finding", "job", "host", "server"] as const;
export type Source = (typeof SOURCES)[number];

export interface Alert {
  key: string;
  level: Level;
  source: Source;
  /** What a host, a job or a part of the server says, or the name of which something is said. */
  title: string;
  /** Of alerts that are not findings: which sentence of the words says it. */
  says: "" | "jobFailed" | "hostStale" | "hostUnknown" | "partNotReady";
  detail: string;
  host: string;
  hostName: string;
  /** Where more is told of it; empty where nothing is. */
  to: string;
  time: string;
  /** What can be acknowledged. */
  finding: Finding | null;
}

export interface Gathered {
  findings: readonly Finding[];
  jobs: readonly Schemas["JobShown"][];
  hosts: readonly Host[];
  /** Undefined where examinations can't be read: then nothing is said of their age. */
  standing: Standing | undefined;
  parts: readonly Schemas["PartReady"][];
}

const LEVEL_OF: Readonly<Record<string, Level>> = {
  critical: "critical",
  high: "error",
  medium: "warning",
};

/** Gather all alerts, the gravest and then the newest first. */
export function alertsOf(all: Gathered, nowMs: number): Alert[] {
  const names = new Map(all.hosts.map((host) => [host.id, host.name]));
  return [
    ...all.parts.flatMap(ofPart),
    ...all.findings.flatMap(ofFinding),
    ...all.jobs.map((job) => ofJob(job, names.get(job.host) ?? "")),
    ...(all.standing ? all.hosts.flatMap((host) => ofHost(host, all.standing, nowMs)) : []),
  ].sort(
    (one, other) =>
      LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) || other.time.localeCompare(one.time),
  );
}

function ofFinding(one: Finding): Alert[] {
  const level = LEVEL_OF[one.severity];
  if (!level || one.ignored || one.when !== "now") return [];
  return [
    {
      key: `finding ${one.examination} ${one.id}`,
      level,
      source: "finding",
      title: one.title,
      says: "",
      detail: one.culprit,
      host: one.host,
      hostName: one.host_name,
      to: `/examinations/${encodeURIComponent(one.examination)}/findings/${encodeURIComponent(one.id)}`,
      time: one.time,
      finding: one,
    },
  ];
}

function ofJob(job: Schemas["JobShown"], hostName: string): Alert {
  return {
    key: `job ${job.id}`,
    level: "error",
    source: "job",
    title: job.kind,
    says: "jobFailed",
    detail: job.reason,
    host: job.host,
    hostName,
    to: `/jobs/${encodeURIComponent(job.id)}`,
    time: job.ended ?? job.created,
    finding: null,
  };
}

function ofHost(host: Host, standing: Standing | undefined, nowMs: number): Alert[] {
  const newest = standing?.get(host.id);
  if (newest && !isStale(newest.time, nowMs)) return [];
  return [
    {
      key: `host ${host.id}`,
      level: newest ? "warning" : "info",
      source: "host",
      title: host.name,
      says: newest ? "hostStale" : "hostUnknown",
      detail: "",
      host: host.id,
      hostName: host.name,
      to: `/hosts/${encodeURIComponent(host.id)}`,
      time: newest?.time ?? host.first_seen,
      finding: null,
    },
  ];
}

function ofPart(part: Schemas["PartReady"]): Alert[] {
  if (part.ready) return [];
  return [
    {
      key: `server ${part.part}`,
      level: "critical",
      source: "server",
      title: part.part,
      says: "partNotReady",
      detail: part.reason,
      host: "",
      hostName: "",
      to: "",
      time: "",
      finding: null,
    },
  ];
}

/** Choose by level and source; an empty word chooses all. */
export function chosen(alerts: readonly Alert[], level: string, source: string): Alert[] {
  return alerts.filter(
    (one) => (!level || one.level === level) && (!source || one.source === source),
  );
}

/** Part alerts by their levels; each level has its list, empty or not. */
export function byLevel(alerts: readonly Alert[]): Record<Level, Alert[]> {
  const parted: Record<Level, Alert[]> = { critical: [], error: [], warning: [], info: [] };
  for (const one of alerts) parted[one.level].push(one);
  return parted;
}
