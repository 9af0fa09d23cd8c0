import { Checkbox, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import type { Tenant } from "../api";
import { Confirm } from "../parts/Confirm";
import { useSend } from "../parts/send";

/** A tenant goes, and all that it keeps if that is wanted; its name has to be typed. */
export function RemoveTenant({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const [withAll, setWithAll] = useState(false);
  const sent = useSend({
    send: (all: boolean) =>
      data(
        api.DELETE("/api/v1/tenants/{tenant}", {
          params: { path: { tenant: tenant.id }, query: { with_all: all } },
        }),
      ),
    touches: [["tenants"]],
    done: onClose,
  });
  return (
    <Confirm
      title={t("tenants.removeTitle", { name: tenant.id })}
      act={t("remove")}
      sent={sent}
      given={withAll}
      typed={tenant.id}
      onClose={onClose}
    >
      <Stack gap="sm">
        <span>{t("tenants.removeHint")}</span>
        <Checkbox
          label={t("tenants.withAll")}
          description={t("tenants.withAllHint")}
          checked={withAll}
          onChange={(event) => setWithAll(event.currentTarget.checked)}
        />
      </Stack>
    </Confirm>
  );
}
