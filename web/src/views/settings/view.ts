import {
  IconAdjustments,
  IconChecklist,
  IconCpu,
  IconHeartbeat,
  IconKey,
  IconLock,
  IconSettings,
  IconShield,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import type { Entry, Place, View } from "@/views/register";

const PLACES: Place[] = [
  { path: "/settings", page: () => import("./SettingsPage") },
  { path: "/settings/me", page: () => import("./me/MePage") },
  { path: "/settings/models", page: () => import("./models/ModelsPage") },
  { path: "/settings/general", page: () => import("./general/GeneralPage") },
  { path: "/settings/users", page: () => import("./people/UsersPage") },
  { path: "/settings/roles", page: () => import("./people/RolesPage") },
  { path: "/settings/tokens", page: () => import("./people/TokensPage") },
  { path: "/settings/tenants", page: () => import("./people/TenantsPage") },
  { path: "/settings/secrets", page: () => import("./people/SecretsPage") },
  { path: "/settings/audit", page: () => import("./audit/AuditPage") },
  { path: "/settings/server", page: () => import("./ServerPage") },
];

/** An entry of the palette alone: the sections' list is the navigation here. */
function found(word: string, to: string, icon: Entry["icon"], needs?: Entry["needs"]): Entry {
  return { word, to, icon, order: 311, group: "settings", hidden: true, ...(needs && { needs }) };
}

export const view: View = {
  name: "settings",
  places: PLACES,
  entries: [
    {
      word: "title",
      to: "/settings",
      icon: IconSettings,
      order: 310,
      group: "settings",
      key: ",",
    },
    found("section.me", "/settings/me", IconUser),
    found("section.models", "/settings/models", IconCpu, ["read", "settings"]),
    found("section.general", "/settings/general", IconAdjustments, ["read", "settings"]),
    found("section.users", "/settings/users", IconUsers, ["read", "users"]),
    found("section.roles", "/settings/roles", IconShield, ["read", "roles"]),
    found("section.tokens", "/settings/tokens", IconKey, ["read", "tokens"]),
    found("section.secrets", "/settings/secrets", IconLock, ["read", "secrets"]),
    found("section.audit", "/settings/audit", IconChecklist, ["read", "audit"]),
    found("section.server", "/settings/server", IconHeartbeat),
  ],
};
