import { Button, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data, type Schemas } from "@/api/client";
import type { Me } from "@/api/queries";
import type { Token } from "../api";
import { told } from "../logic/fields";
import { PermissionPicker } from "../parts/PermissionPicker";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";

const USUAL_DAYS = 90;
const MOST_DAYS = 366;

/** What a token is for, what it may and until when. */
export function NewToken({ me, onMade }: { me: Me; onMade: (token: Token) => void }) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState("");
  const [days, setDays] = useState<number | string>(USUAL_DAYS);
  const [hosts, setHosts] = useState("");
  const [permissions, setPermissions] = useState<string[]>([]);
  const sent = useSend({
    send: (body: Schemas["NewToken"]) => data(api.POST("/api/v1/me/tokens", { body })),
    touches: [["own_tokens"], ["tokens"]],
    done: onMade,
  });
  const said = told(sent.error, ["name", "permissions", "days", "hosts"]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.send({ name, days: Number(days), hosts, permissions });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("tokens.name")}
          description={t("tokens.nameHint")}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={said.of["name"]}
        />
        <NumberInput
          label={t("tokens.days")}
          description={t("tokens.daysHint")}
          min={1}
          max={MOST_DAYS}
          value={days}
          onChange={setDays}
          error={said.of["days"]}
          maw={200}
        />
        <PermissionPicker
          label={t("tokens.may")}
          mine={me.permissions}
          chosen={permissions}
          onChange={setPermissions}
          error={said.of["permissions"]}
        />
        <TextInput
          label={t("tokens.hosts")}
          description={t("tokens.hostsHint")}
          placeholder="web-*"
          value={hosts}
          onChange={(event) => setHosts(event.currentTarget.value)}
          error={said.of["hosts"]}
          spellCheck={false}
        />
        <Refused error={sent.error} rest={said.rest} />
        <div>
          <Button type="submit" loading={sent.busy} disabled={!name.trim() || !permissions.length}>
            {t("tokens.make")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
