/** A specialist's definition as a form has it, and as the server takes it. */
import type { Schemas } from "@/api/client";
import { SEVERITIES, type SeverityName } from "@/api/report";

export type Definition = Schemas["SpecialistAsked"];
type RuleAsked = Schemas["RuleAsked"];
type ConditionAsked = Schemas["ConditionAsked"];
export type ResourceName = Schemas["Resource"];
export type AspectName = Schemas["Aspect"];

export const RESOURCES: readonly ResourceName[] = [
  "cpu",
  "memory",
  "swap",
  "disk",
  "filesystem",
  "network",
  "tasks",
  "descriptors",
  "process",
  "dependency",
  "kernel",
  "power",
  "time",
  "security",
];
export const ASPECTS: readonly AspectName[] = [
  "utilization",
  "saturation",
  "errors",
  "latency",
  "capacity",
  "security",
  "cost",
];

/** Limits of the server, told in the form before it refuses. */
export const MOST_RULES = 20;
export const MOST_CONDITIONS = 4;
export const MOST_EVIDENCE = 20;
export const LONGEST_MANDATE = 4_000;
export const LONGEST_SAY = 400;

export type Comparison = "above" | "below" | "between" | "is";

export interface ConditionForm {
  evidence: string;
  comparison: Comparison;
  /** The least that it must be above; null: not said yet. */
  above: number | null;
  below: number | null;
  text: string;
}

export interface RuleForm {
  id: string;
  when: ConditionForm[];
  say: string;
  severity: SeverityName;
  stance: "agrees" | "opposes";
  confidence: number;
  /** A check whose finding is spoken of; empty: the one that cites the same evidence. */
  about: string;
}

export interface SpecialistForm {
  name: string;
  mandate: string;
  resources: ResourceName[];
  aspects: AspectName[];
  evidence: string[];
  rules: RuleForm[];
}

export const NEW_CONDITION: ConditionForm = {
  evidence: "",
  comparison: "above",
  above: null,
  below: null,
  text: "",
};

/** Give a new rule with an id that no other has. */
export function newRule(rules: readonly RuleForm[]): RuleForm {
  let place = rules.length + 1;
  while (rules.some((one) => one.id === `rule_${place}`)) place += 1;
  return {
    id: `rule_${place}`,
    when: [NEW_CONDITION],
    say: "",
    severity: "medium",
    stance: "agrees",
    confidence: 70,
    about: "",
  };
}

export const NEW: SpecialistForm = {
  name: "",
  mandate: "",
  resources: [],
  aspects: [],
  evidence: [],
  rules: [newRule([])],
};

/** Give what is sent: of a condition only what its comparison needs. */
export function definitionOf(form: SpecialistForm): Definition {
  return {
    name: form.name.trim(),
    mandate: form.mandate.trim(),
    resources: form.resources,
    aspects: form.aspects,
    evidence: form.evidence,
    rules: form.rules.map((rule) => ({
      ...rule,
      id: rule.id.trim(),
      say: rule.say.trim(),
      about: rule.about.trim(),
      when: rule.when.map(conditionAsked),
    })),
  };
}

function conditionAsked(one: ConditionForm): ConditionAsked {
  const evidence = one.evidence.trim();
  if (one.comparison === "is") return { evidence, is: one.text };
  const above = one.comparison === "below" ? null : one.above;
  const below = one.comparison === "above" ? null : one.below;
  return {
    evidence,
    ...(above !== null && { above }),
    ...(below !== null && { below }),
  };
}

/**
 * Read a definition into a form, from the server or from a file that somebody brings: what is
 * missing or of another sort is left empty, and the server says what is wrong when it is tried.
 */
export function formOf(told: unknown): SpecialistForm {
  const one = recordOf(told);
  return {
    name: textOf(one["name"]),
    mandate: textOf(one["mandate"]),
    resources: listOf(one["resources"]).filter((word) => isOf(RESOURCES, word)),
    aspects: listOf(one["aspects"]).filter((word) => isOf(ASPECTS, word)),
    evidence: listOf(one["evidence"]).map(textOf).filter(Boolean),
    rules: listOf(one["rules"]).map((rule, at) => ruleOf(recordOf(rule), at)),
  };
}

function ruleOf(one: Readonly<Record<string, unknown>>, at: number): RuleForm {
  const when = Array.isArray(one["when"]) ? listOf(one["when"]) : [one["when"]];
  const { severity, confidence } = one as Partial<RuleAsked>;
  return {
    id: textOf(one["id"]) || `rule_${at + 1}`,
    when: when.map((condition) => conditionOf(recordOf(condition))),
    say: textOf(one["say"]),
    severity: isOf(SEVERITIES, severity) ? severity : "medium",
    stance: one["stance"] === "opposes" ? "opposes" : "agrees",
    confidence: typeof confidence === "number" ? confidence : 70,
    about: textOf(one["about"]),
  };
}

function conditionOf(one: Readonly<Record<string, unknown>>): ConditionForm {
  const above = numberOf(one["above"]);
  const below = numberOf(one["below"]);
  return {
    evidence: textOf(one["evidence"]),
    comparison: comparison(),
    above,
    below,
    text: textOf(one["is"]),
  };

  function comparison(): Comparison {
    if (typeof one["is"] === "string") return "is";
    if (above !== null && below !== null) return "between";
    return below === null ? "above" : "below";
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function isOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}
