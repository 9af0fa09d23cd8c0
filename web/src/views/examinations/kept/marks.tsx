import { useTranslation } from "react-i18next";
import { SEVERITIES } from "@/api/report";
import { Severity } from "@/components/Severity";
import { Unknown } from "@/components/Unknown";
import { number } from "@/lib/format";

/** A health score in a row; a missing one is unknown and says why. */
export function Score({ of }: { of: number | null }) {
  const { t } = useTranslation("examinations");
  return of === null ? <Unknown why={t("health.unknownWhy")} /> : number(of);
}

/** The gravest severity of an examination, where it found anything. */
export function Worst({ of }: { of: string }) {
  const { t } = useTranslation("examinations");
  const severity = SEVERITIES.find((one) => one === of);
  return severity ? <Severity of={severity} /> : t("kept.noneWorst");
}
