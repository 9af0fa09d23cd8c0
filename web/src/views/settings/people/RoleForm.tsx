import { Button, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import type { Me } from "@/api/queries";
import type { Role } from "../api";
import { told } from "../logic/fields";
import { PermissionPicker } from "../parts/PermissionPicker";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";

interface RoleFormProps {
  me: Me;
  role?: Role | undefined;
  onDone: () => void;
}

/** A role of the tenant's own: its name, and what it may. */
export function RoleForm({ me, role, onDone }: RoleFormProps) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState(role?.name ?? "");
  const [permissions, setPermissions] = useState<string[]>(role?.permissions ?? []);
  const sent = useSend({
    send: (): Promise<Role> =>
      role
        ? data(
            api.PUT("/api/v1/roles/{role}", {
              params: { path: { role: role.name } },
              body: { permissions },
            }),
          )
        : data(api.POST("/api/v1/roles", { body: { name, permissions } })),
    touches: [["roles"]],
    done: onDone,
  });
  const said = told(sent.error, ["name", "permissions"]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.send(undefined);
      }}
    >
      <Stack gap="sm">
        {!role && (
          <TextInput
            label={t("roles.name")}
            description={t("roles.nameHint")}
            required
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={said.of["name"]}
          />
        )}
        <PermissionPicker
          label={t("roles.may")}
          mine={me.permissions}
          chosen={permissions}
          onChange={setPermissions}
          error={said.of["permissions"]}
        />
        {role && <p>{t("roles.sessionsEnd")}</p>}
        <Refused error={sent.error} rest={said.rest} />
        <div>
          <Button type="submit" loading={sent.busy} disabled={!name || !permissions.length}>
            {role ? t("save") : t("roles.make")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
