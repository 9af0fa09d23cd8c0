import { IconListSearch } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "findings",
  places: [
    { path: "/findings", page: () => import("./list/FindingsPage") },
    {
      path: "/examinations/$examination/findings/$finding",
      page: () => import("./finding/FindingPage"),
    },
  ],
  entries: [
    {
      word: "title",
      to: "/findings",
      icon: IconListSearch,
      order: 40,
      group: "see",
      needs: ["read", "findings"],
      key: "f",
    },
  ],
};
