import { useTranslation } from "react-i18next";
import { SEVERITIES } from "@/api/report";
import { Severity } from "@/components/Severity";

/** The gravest severity of an examination, where it found anything. */
export function Worst({ of }: { of: string }) {
  const { t } = useTranslation("examinations");
  const severity = SEVERITIES.find((one) => one === of);
  return severity ? <Severity of={severity} /> : t("kept.noneWorst");
}
