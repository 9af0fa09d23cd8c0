import {
  IconHeartRateMonitor,
  IconHistory,
  IconListDetails,
  IconPlayerPlay,
  IconRocket,
} from "@tabler/icons-react";
import { examineNow } from "./queries";
import type { View } from "@/views/register";

export const view: View = {
  name: "examinations",
  places: [
    { path: "/", page: () => import("./HomePage") },
    { path: "/welcome", page: () => import("./first/WelcomePage") },
    { path: "/hosts/$host", page: () => import("./HostPage") },
    { path: "/examinations", page: () => import("./kept/ExaminationsPage") },
    { path: "/examinations/$examination", page: () => import("./ExaminationPage") },
    { path: "/compare", page: () => import("./compared/ComparePage") },
    { path: "/history", page: () => import("./past/HistoryPage") },
  ],
  entries: [
    {
      word: "title",
      to: "/",
      icon: IconHeartRateMonitor,
      order: 10,
      group: "see",
      needs: ["read", "examinations"],
      key: "d",
    },
    {
      word: "past.title",
      to: "/history",
      icon: IconHistory,
      order: 130,
      group: "look",
      needs: ["read", "examinations"],
      key: "y",
    },
    {
      word: "kept.title",
      to: "/examinations",
      icon: IconListDetails,
      order: 15,
      group: "see",
      needs: ["read", "examinations"],
      key: "e",
      hidden: true,
    },
    {
      word: "first.title",
      to: "/welcome",
      icon: IconRocket,
      order: 12,
      group: "see",
      needs: ["read", "examinations"],
      hidden: true,
    },
  ],
  commands: [
    {
      word: "act.examine",
      icon: IconPlayerPlay,
      needs: ["run", "examinations"],
      run: async (go) => go(`/welcome?examination=${await examineNow("")}`),
    },
  ],
};
