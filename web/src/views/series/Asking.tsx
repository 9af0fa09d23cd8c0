import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Words } from "./question";
import classes from "./Series.module.css";

const AGGREGATES = "avg min max sum count last rate p50 p90 p95 p99".split(" ");
const COMBINES = "avg sum min max count".split(" ");
const RANGES = ["-15m", "-1h", "-6h", "-1d", "-7d", "-30d"];
const STEPS = ["", "raw", "10s", "1m", "5m", "1h", "1d"];

interface AskingProps {
  words: Words;
  onChange: (words: Words) => void;
}

/** The question: which series, of which hosts, over which time, in which steps. */
export function Asking({ words, onChange }: AskingProps) {
  const { t } = useTranslation("series");
  const [match, setMatch] = useState(words["match"] ?? "");
  const [host, setHost] = useState(words["host"] ?? "");
  const [group, setGroup] = useState(words["group"] ?? "");
  const ask = (event: SyntheticEvent) => {
    event.preventDefault();
    onChange({ match, host, group });
  };
  const from = words["from"] ?? "-1h";
  const ranges = RANGES.includes(from) ? RANGES : [...RANGES, from];
  const choose = (name: string, values: readonly string[], usual: string) => (
    <NativeSelect
      size="xs"
      label={t(`ask.${name}`)}
      value={words[name] ?? usual}
      data={values.map((value) => ({ value, label: value || t("ask.suits") }))}
      onChange={(event) => {
        const value = event.currentTarget.value;
        onChange({ [name]: value === usual ? "" : value });
      }}
    />
  );
  return (
    <form className={classes.ask} onSubmit={ask}>
      <TextInput
        size="xs"
        className={classes.wide}
        label={t("ask.match")}
        placeholder="disk.await{device=vd*}"
        value={match}
        onChange={(event) => setMatch(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        label={t("ask.host")}
        placeholder="web-*"
        value={host}
        onChange={(event) => setHost(event.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        label={t("ask.from")}
        value={from}
        data={ranges.map((value) => ({
          value,
          label: RANGES.includes(value) ? value.slice(1) : t("ask.own"),
        }))}
        onChange={(event) => onChange({ from: event.currentTarget.value, to: "" })}
      />
      {choose("step", STEPS, "")}
      {choose("aggregate", AGGREGATES, "avg")}
      <TextInput
        size="xs"
        label={t("ask.group")}
        placeholder="host"
        value={group}
        onChange={(event) => setGroup(event.currentTarget.value)}
      />
      {choose("combine", COMBINES, "avg")}
      <Button type="submit" size="compact-md" className={classes.go}>
        {t("ask.ask")}
      </Button>
    </form>
  );
}
