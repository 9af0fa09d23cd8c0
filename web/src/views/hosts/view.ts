import { IconServer } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "hosts",
  places: [{ path: "/hosts", page: () => import("./HostsPage") }],
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
  ],
};
