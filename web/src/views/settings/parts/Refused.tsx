import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";

/** Why the server did not do it: what belongs to no field of the form. */
export function Refused({ error, rest }: { error: unknown; rest?: string }) {
  const { t } = useTranslation("settings");
  const status = error instanceof Problem ? error.status : 0;
  const words = rest ?? (error instanceof Error ? error.message : "");
  if (!error || !words) return null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle />} title={title()} variant="light">
      {status === 0 ? t("refused.noAnswerHint") : words}
    </Alert>
  );

  function title(): string {
    if (status === 0) return t("refused.noAnswer");
    if (status === 403) return t("refused.denied");
    if (status === 409 || status === 412) return t("refused.clash");
    if (status === 429) return t("refused.tooMuch");
    return t("refused.unfit");
  }
}
