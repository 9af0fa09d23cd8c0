/** How values of the matrix are said. */
import type { TFunction } from "i18next";
import type { Evidence } from "@/api/report";
import { inUnit } from "@/lib/format";
import { SAID, YES_OR_NO } from "./families";
import type { Square, Value } from "./matrix";
import { MAIN } from "./matrix";

type Say = TFunction<"examinations">;

/** Give the name of a row. */
export function rowName(t: Say, resource: string): string {
  return MAIN.includes(resource)
    ? t(`examinations:row.${resource}`)
    : t(`shared:resource.${resource}`, { defaultValue: resource.replaceAll("_", " ") });
}

/** Give what a family's number means: `busy`, `of the limit`; else the family's own name. */
export function familyName(t: Say, family: string): string {
  return SAID.has(family) ? t(`examinations:family.${family}`) : family;
}

/** Write a value as a cell shows it. */
export function shown(t: Say, one: Evidence): string {
  if (one.value !== null && YES_OR_NO.has(one.family))
    return one.value ? t("examinations:matrix.yes") : t("examinations:matrix.no");
  return inUnit(one.value, one.unit);
}

/** Write what stands below a value: of what it is, and what it means. */
export function meaning(t: Say, { evidence, member }: Value): string {
  const of = member === "all" || !member ? "" : `${member} `;
  return of + familyName(t, evidence.family);
}

/** Say a whole cell in words. */
export function said(t: Say, square: Square): string {
  if (square.kind === "unknown")
    return `${t("shared:unknown")}: ${square.cell.reason || t(`shared:status.${square.cell.status}`)}`;
  if (!square.value) return t("examinations:matrix.noneFound");
  return `${shown(t, square.value.evidence)} ${meaning(t, square.value)}`;
}
