import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SEVERITIES } from "@/api/report";
import type { Chosen, SearchWords } from "./filters";
import classes from "./Findings.module.css";

const TYPED_MS = 250;

/** The resources that a finding may be of, as the domain names them. */
const RESOURCES = [
  "cpu",
  "memory",
  "swap",
  "disk",
  "filesystem",
  "network",
  "tasks",
  "descriptors",
  "process",
  "dependency",
  "kernel",
  "power",
  "time",
  "security",
] as const;

interface FiltersProps {
  chosen: Chosen;
  change: (words: SearchWords) => void;
}

/** What is to be shown; each choice stands in the address. */
export function Filters({ chosen, change }: FiltersProps) {
  const { t } = useTranslation("findings");
  const { wanted } = chosen;
  const severities = SEVERITIES.filter((one) => one !== "info").map((value) => ({
    value,
    label: t("filter.atLeast", { severity: t(`shared:severity.${value}`) }),
  }));
  const resources = RESOURCES.map((value) => ({ value, label: t(`shared:resource.${value}`) }));
  return (
    <div className={classes.filters} role="search">
      <Typed name="text" label={t("filter.text")} value={chosen.text} change={change} wide />
      <Typed name="host" label={t("filter.host")} value={wanted.host} change={change} />
      <Typed name="check" label={t("filter.check")} value={wanted.check} change={change} />
      <Choice
        label={t("severity")}
        value={wanted.severity}
        onChange={(severity) => change({ severity })}
        data={[{ value: "", label: t("filter.anySeverity") }, ...severities]}
      />
      <Choice
        label={t("resource")}
        value={wanted.resource}
        onChange={(resource) => change({ resource })}
        data={[{ value: "", label: t("filter.anyResource") }, ...resources]}
      />
      <Choice
        label={t("when")}
        value={wanted.when}
        onChange={(when) => change({ when })}
        data={[
          { value: "", label: t("filter.anyTime") },
          { value: "now", label: t("filter.now") },
          { value: "past", label: t("filter.past") },
        ]}
      />
      <Choice
        label={t("ignored")}
        value={chosen.ignored}
        onChange={(ignored) => change({ ignored: ignored === "no" ? "" : ignored })}
        data={[
          { value: "no", label: t("filter.notIgnored") },
          { value: "also", label: t("filter.withIgnored") },
          { value: "only", label: t("filter.onlyIgnored") },
        ]}
      />
      <Choice
        label={t("time")}
        value={wanted.all ? "yes" : ""}
        onChange={(all) => change({ all })}
        data={[
          { value: "", label: t("filter.newest") },
          { value: "yes", label: t("filter.all") },
        ]}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  data: { value: string; label: string }[];
}

function Choice({ label, value, onChange, data }: ChoiceProps) {
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={data}
    />
  );
}

interface TypedProps {
  name: string;
  label: string;
  value: string;
  change: (words: SearchWords) => void;
  wide?: boolean;
}

/** A field whose words go into the address once the reader pauses. */
function Typed({ name, label, value, change, wide = false }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const [sent, setSent] = useState(value);
  const later = useDebouncedCallback((words: string) => {
    setSent(words);
    change({ [name]: words });
  }, TYPED_MS);
  if (known !== value) {
    setKnown(value);
    // a link or a reset has changed it, not what was typed here
    if (value !== sent) setTyped(value);
  }
  return (
    <TextInput
      size="xs"
      className={wide ? classes.wide : undefined}
      leftSection={wide ? <IconSearch size={14} aria-hidden /> : undefined}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}
