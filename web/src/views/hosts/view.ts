import { IconPackage, IconServer } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "hosts",
  places: [
    { path: "/hosts", page: () => import("./HostsPage") },
    { path: "/snapshots", page: () => import("./snapshots/SnapshotsPage") },
  ],
  entries: [
    {
      word: "title",
      to: "/hosts",
      icon: IconServer,
      order: 30,
      group: "see",
      needs: ["read", "hosts"],
      key: "h",
    },
    {
      word: "snapshots.title",
      to: "/snapshots",
      icon: IconPackage,
      order: 235,
      group: "work",
      needs: ["read", "snapshots"],
    },
  ],
};
