import { IconChecklist } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "tasks",
  places: [
    { path: "/tasks", page: () => import("./TasksPage") },
    { path: "/tasks/$task", page: () => import("./TaskPage") },
  ],
  entries: [
    {
      word: "title",
      to: "/tasks",
      icon: IconChecklist,
      order: 210,
      group: "work",
      needs: ["read", "tasks"],
      key: "t",
    },
  ],
};
