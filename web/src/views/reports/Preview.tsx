import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { KeptExamination } from "@/api/examinations";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import classes from "./Reports.module.css";
import { reportAddress } from "./reports";

/** The report as its readers see it: in a frame that can run nothing, nor reach this page. */
export function Preview({
  examination,
  language,
}: {
  examination: KeptExamination;
  language: string;
}) {
  const { t } = useTranslation("reports");
  const address = reportAddress(examination.id, "html", language);
  return (
    <Sheet
      title={t("preview")}
      aside={
        <Button
          component="a"
          href={address}
          target="_blank"
          rel="noopener noreferrer"
          size="compact-sm"
          fz={13}
          variant="default"
          leftSection={<IconExternalLink size={14} />}
        >
          {t("open")}
        </Button>
      }
      flush
    >
      <iframe
        key={address}
        className={classes.frame}
        src={address}
        sandbox=""
        title={t("previewOf", { host: examination.host_name, time: moment(examination.time) })}
      />
    </Sheet>
  );
}
