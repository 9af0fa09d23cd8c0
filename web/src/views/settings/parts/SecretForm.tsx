import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { told } from "../logic/fields";
import { Refused } from "./Refused";
import { useSend } from "./send";

interface SecretFormProps {
  /** Empty: a new one, whose name is asked for. */
  name: string;
  onDone: () => void;
}

/** A value goes in; the server seals it and shows it to nobody. */
export function SecretForm({ name: known, onDone }: SecretFormProps) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState(known);
  const [value, setValue] = useState("");
  const sent = useSend({
    send: (body: { value: string }) =>
      data(api.PUT("/api/v1/secrets/{name}", { params: { path: { name } }, body })),
    touches: [["secrets"]],
    done: () => {
      setValue("");
      notifications.show({ message: t("secrets.kept", { name }), color: "green" });
      onDone();
    },
  });
  const said = told(sent.error, ["name", "value"]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.send({ value });
      }}
    >
      <Stack gap="sm">
        {!known && (
          <TextInput
            label={t("secrets.name")}
            description={t("secrets.nameHint")}
            required
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={said.of["name"]}
          />
        )}
        <PasswordInput
          label={t("secrets.value")}
          description={t("secrets.valueHint")}
          required
          data-autofocus={known ? true : undefined}
          autoComplete="off"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={said.of["value"]}
        />
        <Refused error={sent.error} rest={said.rest} />
        <div>
          <Button type="submit" loading={sent.busy} disabled={!name || !value}>
            {t("secrets.keep")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
