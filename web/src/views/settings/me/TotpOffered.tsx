import { Anchor, Button, Group, Stack, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data, type Schemas } from "@/api/client";
import { told } from "../logic/fields";
import { grouped } from "../logic/secret";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";
import classes from "./Totp.module.css";

interface TotpOfferedProps {
  offered: Schemas["TotpOffered"];
  touches: readonly QueryKey[];
  onConfirmed: (codes: string[]) => void;
  onCancel: () => void;
}

/** The secret for the authenticator, and the first code that proves that it has it. */
export function TotpOffered({ offered, touches, onConfirmed, onCancel }: TotpOfferedProps) {
  const { t } = useTranslation("settings");
  const [code, setCode] = useState("");
  const clipboard = useClipboard({ timeout: 2_000 });
  const confirm = useSend({
    send: (body: { code: string }) => data(api.POST("/api/v1/me/totp/confirm", { body })),
    touches,
    done: ({ codes }) => onConfirmed(codes),
  });
  const said = told(confirm.error, ["code"], "code");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.send({ code: code.replace(/\s/g, "") });
      }}
    >
      <Stack gap="sm" maw={560}>
        <p>
          {t("totp.step1")}{" "}
          {offered.address.startsWith("otpauth://") && (
            <Anchor href={offered.address} underline="always">
              {t("totp.open")}
            </Anchor>
          )}
        </p>
        <Group gap="sm">
          <code className={classes.secret} aria-label={t("totp.secret")}>
            {grouped(offered.secret)}
          </code>
          <Button
            size="compact-md"
            variant="default"
            leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            onClick={() => clipboard.copy(offered.secret)}
          >
            {clipboard.copied ? t("once.copied") : t("once.copy")}
          </Button>
        </Group>
        <TextInput
          label={t("totp.code")}
          description={t("totp.codeHint")}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          maw={240}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={said.of["code"]}
        />
        <Refused error={confirm.error} rest={said.rest} />
        <Group gap="xs">
          <Button type="submit" loading={confirm.busy} disabled={!code.trim()}>
            {t("totp.confirm")}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
