import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { VERBS } from "../logic/permissions";
import { localOf, momentOf, type Filters } from "./filters";
import classes from "./Audit.module.css";

const TYPED_MS = 350;
const TYPED = ["actor", "resource", "object"] as const;
const MOMENTS = ["since", "until"] as const;

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Which records are shown: typed words count once one pauses. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation("settings");
  const set = (name: keyof Filters, value: string | undefined) => {
    const rest = Object.fromEntries(Object.entries(filters).filter(([one]) => one !== name));
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  const later = useDebouncedCallback(set, TYPED_MS);
  return (
    <div className={classes.filters} role="search" aria-label={t("audit.filters")}>
      {TYPED.map((one) => (
        <TextInput
          key={one}
          size="xs"
          label={t(`audit.${one}`)}
          placeholder={t(`audit.example.${one}`)}
          defaultValue={filters[one] ?? ""}
          onChange={(event) => later(one, event.currentTarget.value.trim())}
          spellCheck={false}
        />
      ))}
      <Select
        size="xs"
        label={t("audit.verb")}
        data={VERBS.map((one) => ({ value: one, label: t(`verb.${one}`) }))}
        value={filters.verb ?? null}
        onChange={(value) => set("verb", value ?? undefined)}
        clearable
        clearButtonProps={{ "aria-label": t("audit.clear") }}
      />
      {MOMENTS.map((one) => (
        <TextInput
          key={one}
          size="xs"
          type="datetime-local"
          label={t(`audit.${one}`)}
          defaultValue={localOf(filters[one])}
          onChange={(event) => later(one, momentOf(event.currentTarget.value))}
        />
      ))}
      {Object.keys(filters).length > 0 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconX size={14} />}
          onClick={() => onChange({})}
        >
          {t("audit.clear")}
        </Button>
      )}
    </div>
  );
}
