import { Button, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data, type Schemas } from "@/api/client";
import type { Tenant } from "../api";
import { told } from "../logic/fields";
import { LIMITS, limitsChanged, limitsSet } from "../logic/limits";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";

export type MadeTenant = Schemas["MadeTenant"];

interface TenantFormProps {
  tenant?: Tenant | undefined;
  onMade: (made: MadeTenant) => void;
  onChanged: () => void;
}

/** A tenant's name and limits; what is left empty is as usual. */
export function TenantForm({ tenant, onMade, onChanged }: TenantFormProps) {
  const { t } = useTranslation("settings");
  const [id, setId] = useState(tenant?.id ?? "");
  const [name, setName] = useState(tenant?.name ?? "");
  const [limits, setLimits] = useState<Record<string, number | string>>({ ...tenant?.own_limits });
  const sent = useSend({
    send: async () => {
      if (!tenant) {
        const body = { id, name, limits: limitsSet(limits) };
        return data(api.POST("/api/v1/tenants", { body }));
      }
      const params = { path: { tenant: tenant.id } };
      const body = { name, limits: limitsChanged(tenant.own_limits, limits) };
      await api.PATCH("/api/v1/tenants/{tenant}", { params, body });
      return null;
    },
    touches: [["tenants"]],
    done: (made) => (made ? onMade(made) : onChanged()),
  });
  const said = told(sent.error, ["id", "name", "limits"]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.send(undefined);
      }}
    >
      <Stack gap="sm">
        {!tenant && (
          <TextInput
            label={t("tenants.id")}
            description={t("tenants.idHint")}
            required
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
            error={said.of["id"]}
          />
        )}
        <TextInput
          label={t("tenants.name")}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={said.of["name"]}
        />
        <p>{t("tenants.limitsHint")}</p>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {LIMITS.map((one) => (
            <NumberInput
              key={one}
              label={t(`limit.${one}`)}
              min={0}
              value={limits[one] ?? ""}
              placeholder={tenant ? String(tenant.limits[one] ?? "") : ""}
              onChange={(value) => setLimits((before) => ({ ...before, [one]: value }))}
            />
          ))}
        </SimpleGrid>
        <Refused
          error={sent.error}
          rest={[said.of["limits"], said.rest].filter(Boolean).join("; ")}
        />
        <div>
          <Button type="submit" loading={sent.busy} disabled={!id}>
            {tenant ? t("save") : t("tenants.make")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
