import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { newestExaminationsQuery } from "@/api/examinations";
import { moment } from "@/lib/time";
import { usePreferences } from "@/state/preferences";

interface ExaminationSelectProps {
  label: string;
  value: string;
  onChange: (examination: string) => void;
  /** Only those of a host. */
  host?: string;
  /** What stands where none is chosen. */
  placeholder?: string;
  clearable?: boolean;
  error?: string;
  description?: string;
}

/** Choose one of the newest kept examinations, by host and time. */
export function ExaminationSelect({ host = "", onChange, ...props }: ExaminationSelectProps) {
  const { t } = useTranslation("components");
  const language = usePreferences((state) => state.language);
  const query = useQuery(newestExaminationsQuery(language, host));
  const options = (query.data ?? []).map((one) => ({
    value: one.id,
    label: `${one.host_name} · ${moment(one.time)}`,
  }));
  const { value } = props;
  const known = !value || options.some((one) => one.value === value);
  return (
    <Select
      {...props}
      value={value || null}
      data={known ? options : [{ value, label: value }, ...options]}
      onChange={(chosen) => onChange(chosen ?? "")}
      searchable
      limit={100}
      nothingFoundMessage={query.isPending ? t("loading") : t("table.none")}
      clearButtonProps={{ "aria-label": t("shared:action.remove") }}
    />
  );
}
