import { IconStack2 } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "jobs",
  places: [
    { path: "/jobs", page: () => import("./JobsPage") },
    { path: "/jobs/$job", page: () => import("./JobPage") },
  ],
  entries: [
    {
      word: "title",
      to: "/jobs",
      icon: IconStack2,
      order: 220,
      group: "work",
      needs: ["read", "jobs"],
      key: "j",
    },
  ],
};
