import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import type { UseMutationResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Reply } from "@/components/answer/answer";
import { ReplyShown } from "@/components/answer/ReplyShown";
import { ExaminationSelect } from "@/components/examination/ExaminationSelect";
import { Sheet } from "@/components/Sheet";
import classes from "./Specialists.module.css";

interface TrialProps {
  examination: string;
  onExamination: (examination: string) => void;
  tried: UseMutationResult<Reply, Error, void>;
  /** The definition does not fit: what is wrong stands at its fields. */
  wrong: boolean;
}

/** Let the rules speak of a kept examination: what they would say, with the evidence below it. */
export function Trial({ examination, onExamination, tried, wrong }: TrialProps) {
  const { t } = useTranslation("specialists");
  return (
    <Sheet title={t("try")} className={classes.trial}>
      <div className={classes.stack}>
        <ExaminationSelect
          label={t("examination")}
          description={t("tryHint")}
          value={examination}
          onChange={onExamination}
        />
        <Button
          variant="light"
          leftSection={<IconFlask size={16} />}
          loading={tried.isPending}
          disabled={!examination}
          onClick={() => tried.mutate()}
        >
          {t("tryIt")}
        </Button>
        <div aria-live="polite">
          {wrong && <p className={classes.soft}>{t("tryWrong")}</p>}
          {tried.data && !wrong && <ReplyShown reply={tried.data} />}
          {!tried.data && !wrong && <p className={classes.soft}>{t("notTried")}</p>}
        </div>
      </div>
    </Sheet>
  );
}
