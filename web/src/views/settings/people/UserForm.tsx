import { Button, Checkbox, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { may, useMe } from "@/api/queries";
import { rolesQuery, type User } from "../api";
import { told } from "../logic/fields";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";

const OF_ALL = ["viewer", "operator", "approver", "admin", "auditor"];

interface Given {
  name: string;
  email: string;
  roles: string[];
  instance: boolean;
}

function begun(user: User | undefined): Given {
  if (!user) return { name: "", email: "", roles: ["viewer"], instance: false };
  return { name: user.name, email: user.email, roles: user.roles, instance: user.instance };
}

/** Who somebody is and what he may; a new one sets his password himself, by a link. */
export function UserForm({
  user,
  onDone,
}: {
  user?: User | undefined;
  onDone: (user: User) => void;
}) {
  const { t } = useTranslation("settings");
  const me = useMe();
  const [given, setGiven] = useState(() => begun(user));
  const roles = useQuery({ ...rolesQuery, enabled: may(me, "read", "roles") });
  const sent = useSend({
    send: ({ instance, ...body }: Given): Promise<User> => {
      const whole = me?.instance ? { ...body, instance } : body;
      if (!user) return data(api.POST("/api/v1/users", { body: { instance: false, ...whole } }));
      const params = { path: { user: user.id } };
      return data(api.PATCH("/api/v1/users/{user}", { params, body: whole }));
    },
    touches: [["users"]],
    done: onDone,
  });
  const said = told(sent.error, ["name", "email", "roles", "instance"]);
  const set = (part: Partial<Given>) => setGiven((before) => ({ ...before, ...part }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.send(given);
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("users.name")}
          required
          data-autofocus
          autoComplete="off"
          value={given.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={said.of["name"]}
        />
        <TextInput
          label={t("users.email")}
          description={t("users.emailHint")}
          type="email"
          autoComplete="off"
          value={given.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
          error={said.of["email"]}
        />
        <MultiSelect
          label={t("users.roles")}
          description={t("users.rolesHint")}
          data={roles.data?.map((one) => one.name) ?? [...new Set([...OF_ALL, ...given.roles])]}
          value={given.roles}
          onChange={(value) => set({ roles: value })}
          error={said.of["roles"]}
          clearButtonProps={{ "aria-label": t("users.clearRoles") }}
        />
        {me?.instance && (
          <Checkbox
            label={t("users.instance")}
            description={t("users.instanceHint")}
            checked={given.instance}
            onChange={(event) => set({ instance: event.currentTarget.checked })}
            error={said.of["instance"]}
          />
        )}
        <Refused error={sent.error} rest={said.rest} />
        <div>
          <Button type="submit" loading={sent.busy} disabled={!given.name.trim()}>
            {user ? t("save") : t("users.make")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
