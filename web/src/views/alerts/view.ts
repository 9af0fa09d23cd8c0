import { IconBell } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "alerts",
  places: [{ path: "/alerts", page: () => import("./AlertsPage") }],
  entries: [
    {
      word: "title",
      to: "/alerts",
      icon: IconBell,
      order: 50,
      group: "see",
      needs: ["read", "findings"],
      key: "a",
    },
  ],
};
