import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconDownload, IconTerminal2 } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { KeptExamination } from "@/api/examinations";
import { Answered, ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { save } from "@/lib/save";
import { usePreferences } from "@/state/preferences";
import classes from "./Reports.module.css";
import {
  curlOf,
  fetchReport,
  fileName,
  formatsQuery,
  reportAddress,
  type ReportFormat,
} from "./reports";

interface FormatsProps {
  examination: KeptExamination;
  language: string;
}

/** All formats of a report, each to be saved or fetched by a command. */
export function Formats({ examination, language }: FormatsProps) {
  const { t } = useTranslation("reports");
  const query = useQuery(formatsQuery(usePreferences((state) => state.language)));
  return (
    <Sheet title={t("formats")} aside={t("formatsHint")}>
      <Answered query={query} height={300}>
        {(formats) => (
          <ul className={classes.formats}>
            {formats.map((format) => (
              <Format
                key={`${examination.id} ${format.name} ${language}`}
                format={format}
                examination={examination}
                language={language}
              />
            ))}
          </ul>
        )}
      </Answered>
    </Sheet>
  );
}

function Format({ format, examination, language }: FormatsProps & { format: ReportFormat }) {
  const { t } = useTranslation("reports");
  const address = reportAddress(examination.id, format.name, language);
  const file = fileName(examination.host_name, examination.time, format.ending);
  const saved = useMutation({
    mutationFn: () => fetchReport(address),
    onSuccess: async (blob) => save(file, format.media_type, await blob.text()),
  });
  const [name, ...rest] = format.text.split(": ");
  return (
    <li>
      <div>
        <h3 className={classes.name}>{rest.length ? name : format.name}</h3>
        <p className={classes.soft}>{rest.length ? rest.join(": ") : format.text}</p>
        {format.of_profiles && <p className={classes.soft}>{t("ofProfiles")}</p>}
        {saved.error && <ShowProblem error={saved.error} />}
      </div>
      <div className={classes.acts}>
        <Button
          size="compact-md"
          fz={14}
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={saved.isPending}
          onClick={() => saved.mutate()}
          aria-label={t("saveAs", { format: format.name })}
        >
          {t("save")}
        </Button>
        <CopyButton value={curlOf(window.location.origin, address, file)}>
          {({ copied, copy }) => (
            <Button
              size="compact-md"
              fz={14}
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconTerminal2 size={16} />}
              onClick={copy}
              aria-label={t("copyCurl", { format: format.name })}
            >
              {copied ? t("copied") : "curl"}
            </Button>
          )}
        </CopyButton>
      </div>
    </li>
  );
}
