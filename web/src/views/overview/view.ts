import { IconLayoutGrid } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "overview",
  places: [{ path: "/overview", page: () => import("./OverviewPage") }],
  entries: [
    {
      word: "title",
      to: "/overview",
      icon: IconLayoutGrid,
      order: 20,
      group: "see",
      needs: ["read", "hosts"],
      key: "o",
    },
  ],
};
