import { IconUsersGroup } from "@tabler/icons-react";
import type { View } from "@/views/register";

export const view: View = {
  name: "specialists",
  places: [
    { path: "/specialists", page: () => import("./SpecialistsPage") },
    { path: "/specialists/$name", page: () => import("./SpecialistPage") },
  ],
  entries: [
    {
      word: "title",
      to: "/specialists",
      icon: IconUsersGroup,
      order: 150,
      group: "look",
      needs: ["read", "specialists"],
      key: "s",
    },
  ],
};
