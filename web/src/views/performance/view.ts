import { IconChartDots3 } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "performance",
  places: [{ path: "/performance", page: () => import("./PerformancePage") }],
  entries: [
    {
      word: "title",
      to: "/performance",
      icon: IconChartDots3,
      order: 140,
      group: "look",
      needs: ["read", "panel"],
      key: "p",
    },
  ],
};
