import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  NumberInput,
  Select,
  TextInput,
} from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { allHostsQuery } from "@/api/hosts";
import { CronField } from "./CronField";
import {
  formOf,
  NEW,
  saveSchedule,
  wrongFields,
  type Schedule,
  type ScheduleForm,
} from "./schedule";
import classes from "./Schedules.module.css";

const LONGEST_WINDOW_S = 300;
const MOST_PRIORITY = 9;
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

interface EditScheduleProps {
  /** null: a new one is made. */
  schedule: Schedule | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Make or change a schedule: when, and what is examined. */
export function EditSchedule({ schedule, onClose, onSaved }: EditScheduleProps) {
  const { t } = useTranslation("schedules");
  const [form, setForm] = useState<ScheduleForm>(schedule ? formOf(schedule) : NEW);
  const change = (part: Partial<ScheduleForm>) => setForm((before) => ({ ...before, ...part }));
  const saved = useMutation({
    mutationFn: () => saveSchedule(form, schedule),
    onSuccess: () => {
      onSaved();
      onClose();
    },
  });
  const wrong = wrongFields(saved.error);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    saved.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={schedule ? t("change", { name: schedule.name }) : t("add")}
      closeButtonProps={{ "aria-label": t("shared:action.close") }}
    >
      <form onSubmit={send} className={classes.form}>
        <TextInput
          label={t("name")}
          value={form.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={wrong.name}
          maxLength={200}
          required
          data-autofocus
        />
        <CronField value={form.cron} onChange={(cron) => change({ cron })} error={wrong.cron} />
        <Select
          label={t("zone")}
          data={ZONES.includes(form.zone) ? ZONES : [form.zone, ...ZONES]}
          value={form.zone}
          onChange={(zone) => change({ zone: zone ?? "UTC" })}
          error={wrong.zone}
          searchable
          limit={60}
          allowDeselect={false}
        />
        <What form={form} change={change} wrong={wrong} />
        {wrong[""] && (
          <Alert color="red" role="alert">
            {wrong[""]}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("shared:action.cancel")}
          </Button>
          <Button type="submit" loading={saved.isPending} disabled={!form.name.trim()}>
            {t("shared:action.save")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

interface WhatProps {
  form: ScheduleForm;
  change: (part: Partial<ScheduleForm>) => void;
  wrong: ReturnType<typeof wrongFields>;
}

function What({ form, change, wrong }: WhatProps) {
  const { t } = useTranslation("schedules");
  const hosts = useQuery(allHostsQuery);
  return (
    <fieldset className={classes.what}>
      <legend>{t("what")}</legend>
      <Select
        label={t("host")}
        placeholder={t("here")}
        data={(hosts.data ?? []).map((one) => ({ value: one.id, label: one.name || one.id }))}
        value={form.host || null}
        onChange={(host) => change({ host: host ?? "" })}
        error={wrong.host}
        searchable
        limit={50}
        clearable
      />
      <NumberInput
        label={t("window")}
        description={t("windowHint")}
        suffix=" s"
        min={0.5}
        max={LONGEST_WINDOW_S}
        value={form.windowS ?? ""}
        onChange={(value) => change({ windowS: typeof value === "number" ? value : null })}
        error={wrong.windowS}
      />
      <NumberInput
        label={t("priority")}
        description={t("priorityHint")}
        min={-MOST_PRIORITY}
        max={MOST_PRIORITY}
        allowDecimal={false}
        value={form.priority}
        onChange={(value) => change({ priority: typeof value === "number" ? value : 0 })}
      />
      <Checkbox
        label={t("deep")}
        checked={form.deep}
        onChange={(event) => change({ deep: event.currentTarget.checked })}
      />
    </fieldset>
  );
}
