import { Switch, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { shown, typed, type Setting, type Value } from "../logic/settings";

interface SettingInputProps {
  setting: Setting;
  draft: Value | null | undefined;
  onDraft: (value: Value | null) => void;
}

/** Where a value is typed: of the kind that it has now. */
export function SettingInput({ setting, draft, onDraft }: SettingInputProps) {
  const { t } = useTranslation("settings");
  const [words, setWords] = useState(() => shown(draft === undefined ? setting.value : draft));
  const wrong = typed(words, setting.value) === undefined;
  const label = t("general.valueOf", { name: setting.name });
  const type = (given: string) => {
    setWords(given);
    const value = typed(given, setting.value);
    if (value !== undefined) onDraft(value);
  };
  if (typeof setting.value === "boolean")
    return (
      <Switch
        aria-label={label}
        label={words === "true" ? t("yes") : t("no")}
        checked={words === "true"}
        onChange={(event) => type(String(event.currentTarget.checked))}
      />
    );
  if (Array.isArray(setting.value))
    return (
      <Textarea
        aria-label={label}
        description={t("general.oneALine")}
        autosize
        minRows={2}
        value={words}
        onChange={(event) => type(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      aria-label={label}
      autoFocus
      size="xs"
      inputMode={typeof setting.value === "number" ? "decimal" : "text"}
      value={words}
      onChange={(event) => type(event.currentTarget.value)}
      error={wrong && t("general.noNumber")}
      spellCheck={false}
    />
  );
}
