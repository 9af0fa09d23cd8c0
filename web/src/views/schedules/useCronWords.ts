import { useTranslation } from "react-i18next";
import { spoken } from "@/lib/format";
import { cronWords, dayNames, monthName, timeOfDay } from "./cron";

const WORK_DAYS = "1,2,3,4,5";

/** Give what says a cron expression in words; an uncommon one is left as it is written. */
export function useCronWords(): (cron: string) => string {
  const { t } = useTranslation("schedules");
  return (cron) => {
    const read = cronWords(cron);
    if (!read) return "";
    if (read.kind === "minutes") return t("cron.minutes", { count: read.every });
    if (read.kind === "hours")
      return t("cron.hours", { count: read.every, minute: timeOfDay(0, read.minute).slice(3) });
    const time = timeOfDay(read.hour, read.minute);
    if (read.kind === "daily") return t("cron.daily", { time });
    if (read.kind === "weekly")
      return read.days.join() === WORK_DAYS
        ? t("cron.workdays", { time })
        : t("cron.weekly", { time, days: dayNames(read.days, spoken()) });
    if (read.kind === "monthly")
      return read.day === "last"
        ? t("cron.monthEnd", { time })
        : t("cron.monthly", { time, day: read.day });
    return t("cron.yearly", { time, day: read.day, month: monthName(read.month, spoken()) });
  };
}
