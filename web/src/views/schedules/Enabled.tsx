import { Switch } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { setEnabled, type Schedule } from "./schedule";

/** Halt a schedule, or let it go on from its next time on. */
export function Enabled({ schedule, onChanged }: { schedule: Schedule; onChanged: () => void }) {
  const { t } = useTranslation("schedules");
  const me = useMe();
  const change = useMutation({
    mutationFn: (enabled: boolean) => setEnabled(schedule, enabled),
    onSuccess: onChanged,
    onError: (error) => notifications.show({ color: "red", message: error.message }),
  });
  return (
    <Switch
      size="sm"
      checked={change.isPending ? change.variables : schedule.enabled}
      disabled={!may(me, "change", "schedules")}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
      aria-label={t("enabledOf", { name: schedule.name })}
    />
  );
}
