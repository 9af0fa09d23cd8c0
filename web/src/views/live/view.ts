import { IconActivityHeartbeat } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "live",
  places: [
    { path: "/live", page: () => import("./LivePage") },
    { path: "/live/$host", page: () => import("./LivePage") },
  ],
  entries: [
    {
      word: "title",
      to: "/live",
      icon: IconActivityHeartbeat,
      order: 110,
      group: "look",
      needs: ["read", "hosts"],
      key: "l",
    },
  ],
};
