import { Button, CloseButton, Group, Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  EVERY,
  RESOURCES,
  VERBS,
  choosesWell,
  inWords,
  reached,
  withOne,
} from "../logic/permissions";
import classes from "./PermissionPicker.module.css";

interface PermissionPickerProps {
  label: string;
  /** What the caller may himself: nobody gives away more. */
  mine: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string | undefined;
}

/** Build permissions: what may be done, with what, and with which of them. */
export function PermissionPicker(props: PermissionPickerProps) {
  const { t } = useTranslation("settings");
  const { mine, chosen, onChange } = props;
  const verbs = reached(mine, VERBS);
  const [verb, setVerb] = useState(verbs.includes("read") ? "read" : (verbs[0] ?? ""));
  const resources = reached(mine, RESOURCES, verb);
  const [wanted, setResource] = useState("hosts");
  const resource = resources.includes(wanted) ? wanted : (resources[0] ?? "");
  const [which, setWhich] = useState("");
  const well = choosesWell(which);
  const words = [verb, resource, which.trim()].filter(Boolean).join(":");
  return (
    <fieldset className={classes.picker}>
      <legend>{props.label}</legend>
      <Chosen those={chosen} onChange={onChange} />
      <div className={classes.builder}>
        <Select
          label={t("permission.verb")}
          data={verbs.map((one) => ({
            value: one,
            label: t(`verb.${one === EVERY ? "every" : one}`),
          }))}
          value={verb}
          onChange={(value) => value && setVerb(value)}
          allowDeselect={false}
        />
        <Select
          label={t("permission.resource")}
          data={resources.map((one) => ({
            value: one,
            label: t(`resource.${one === EVERY ? "every" : one}`),
          }))}
          value={resource}
          onChange={(value) => value && setResource(value)}
          allowDeselect={false}
          searchable
        />
        <TextInput
          label={t("permission.which")}
          placeholder="host=web-*"
          value={which}
          onChange={(event) => setWhich(event.currentTarget.value)}
          error={!well && t("permission.whichHint")}
          spellCheck={false}
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={!well || !verb || !resource}
          onClick={() => onChange(withOne(chosen, words))}
        >
          {t("permission.add")}
        </Button>
      </div>
      {props.error && (
        <p className={classes.error} role="alert">
          {props.error}
        </p>
      )}
    </fieldset>
  );
}

function Chosen({
  those,
  onChange,
}: {
  those: readonly string[];
  onChange: (c: string[]) => void;
}) {
  const { t } = useTranslation("settings");
  if (!those.length) return <p className={classes.none}>{t("permission.none")}</p>;
  return (
    <ul className={classes.chosen}>
      {those.map((one) => (
        <li key={one}>
          <Group gap={8} wrap="nowrap" justify="space-between">
            <span>
              {inWords(one, t)} <code>{one}</code>
            </span>
            <CloseButton
              size="sm"
              aria-label={t("permission.remove", { permission: inWords(one, t) })}
              onClick={() => onChange(those.filter((other) => other !== one))}
            />
          </Group>
        </li>
      ))}
    </ul>
  );
}
