import { IconFileText } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "reports",
  places: [{ path: "/reports", page: () => import("./ReportsPage") }],
  entries: [
    {
      word: "title",
      to: "/reports",
      icon: IconFileText,
      order: 240,
      group: "work",
      needs: ["read", "reports"],
      key: "r",
    },
  ],
};
