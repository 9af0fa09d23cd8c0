import { IconChartLine } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "series",
  places: [{ path: "/series", page: () => import("./SeriesPage") }],
  entries: [
    {
      word: "title",
      to: "/series",
      icon: IconChartLine,
      order: 120,
      group: "look",
      needs: ["read", "series"],
      key: "m",
    },
  ],
};
