import type { View } from "@/views/register";

export const view: View = {
  name: "panel",
  places: [{ path: "/examinations/$examination/panel", page: () => import("./PanelPage") }],
};
