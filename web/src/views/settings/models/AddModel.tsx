import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PROVIDERS, providerOf } from "../logic/models";
import { withOne } from "../logic/permissions";
import classes from "./Models.module.css";

interface AddModelProps {
  models: readonly string[];
  onChange: (models: string[]) => void;
}

/** One more model for the panel: its provider, and its name there. */
export function AddModel({ models, onChange }: AddModelProps) {
  const { t } = useTranslation("settings");
  const [provider, setProvider] = useState("openai");
  const [name, setName] = useState("");
  const wrong = name.includes(",");
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(withOne(models, `${provider}/${name.trim()}`));
        setName("");
      }}
    >
      <Select
        label={t("models.provider")}
        data={PROVIDERS.map((one) => ({ value: one.name, label: t(`preset.${one.name}.title`) }))}
        value={provider}
        onChange={(value) => value && setProvider(value)}
        allowDeselect={false}
      />
      <TextInput
        label={t("models.name")}
        placeholder={providerOf(provider)?.example ?? ""}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={wrong && t("models.oneName")}
        spellCheck={false}
      />
      <Button
        type="submit"
        variant="default"
        leftSection={<IconPlus size={16} />}
        disabled={!name.trim() || wrong}
      >
        {t("models.add")}
      </Button>
    </form>
  );
}
