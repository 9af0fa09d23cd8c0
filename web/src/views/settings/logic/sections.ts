/** The sections of the settings: which there are, and for whom. */
import { may, type Me } from "@/api/queries";

export const SECTIONS = [
  "me",
  "models",
  "general",
  "users",
  "roles",
  "tokens",
  "secrets",
  "tenants",
  "audit",
  "server",
] as const;

export type SectionName = (typeof SECTIONS)[number];

const READS: Partial<Record<SectionName, string>> = {
  models: "settings",
  general: "settings",
  users: "users",
  roles: "roles",
  tokens: "tokens",
  secrets: "secrets",
  tenants: "tenants",
  audit: "audit",
};

/** Tell whether a caller may see a section; tenants are for the instance's administrator alone. */
export function isFor(me: Me, section: SectionName): boolean {
  const resource = READS[section];
  if (section === "tenants" && !me.instance) return false;
  return resource === undefined || may(me, "read", resource);
}

/** Give a section's address. */
export function addressOf(section: SectionName): string {
  return `/settings/${section}`;
}
