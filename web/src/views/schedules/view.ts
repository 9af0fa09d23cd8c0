import { IconCalendarTime } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "schedules",
  places: [{ path: "/schedules", page: () => import("./SchedulesPage") }],
  entries: [
    {
      word: "title",
      to: "/schedules",
      icon: IconCalendarTime,
      order: 230,
      group: "work",
      needs: ["read", "schedules"],
      key: "c",
    },
  ],
};
