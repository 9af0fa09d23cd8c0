import type { View } from "@/views/register";

export const view: View = {
  name: "conversations",
  places: [{ path: "/examinations/$examination/ask", page: () => import("./AskPage") }],
};
