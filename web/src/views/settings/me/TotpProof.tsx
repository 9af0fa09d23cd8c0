import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { told } from "../logic/fields";
import { Refused } from "../parts/Refused";
import type { Sent } from "../parts/send";

interface TotpProofProps {
  name: string;
  sent: Sent<{ password: string }>;
  act: string;
  warning: string;
  onCancel: () => void;
}

/** One's password once more: a stolen session does not know it. */
export function TotpProof({ name, sent, act, warning, onCancel }: TotpProofProps) {
  const { t } = useTranslation("settings");
  const [password, setPassword] = useState("");
  const said = told(sent.error, ["password"], "password");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.send({ password });
      }}
    >
      <Stack gap="sm" maw={420}>
        {warning && <p>{warning}</p>}
        <input hidden readOnly type="text" autoComplete="username" value={name} />
        <PasswordInput
          label={t("totp.password")}
          autoComplete="current-password"
          required
          data-autofocus
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={said.of["password"]}
        />
        <Refused error={sent.error} rest={said.rest} />
        <Group gap="xs">
          <Button type="submit" loading={sent.busy} disabled={!password}>
            {act}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
