import { Button, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Schedules.module.css";
import { useCronWords } from "./useCronWords";

const COMMON = ["*/15 * * * *", "0 * * * *", "0 3 * * *", "0 8 * * 1-5", "0 4 * * 0", "0 0 1 * *"];

interface CronFieldProps {
  value: string;
  onChange: (cron: string) => void;
  error: string | undefined;
}

/** A cron expression with what it means in words, and common ones to take. */
export function CronField({ value, onChange, error }: CronFieldProps) {
  const { t } = useTranslation("schedules");
  const words = useCronWords();
  return (
    <div>
      <TextInput
        label={t("cronLabel")}
        description={t("cronHint")}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        classNames={{ input: classes.cron }}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        required
      />
      <p role="status" className={classes.words}>
        {words(value) || t("cron.own")}
      </p>
      <Group gap={6} role="group" aria-label={t("common")}>
        {COMMON.map((one) => (
          <Button key={one} size="compact-xs" variant="default" onClick={() => onChange(one)}>
            {words(one)}
          </Button>
        ))}
      </Group>
    </div>
  );
}
