import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.layer.css";

const MOST_AT_ONCE = 4;

/** Where short messages show: saved, sent, could not be done. */
export default function Messages() {
  return <Notifications position="bottom-right" limit={MOST_AT_ONCE} />;
}
