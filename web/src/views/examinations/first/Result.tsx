import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { reportQuery } from "@/api/report";
import { ButtonLink } from "@/components/Link";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { usePreferences } from "@/state/preferences";
import { startOf } from "../start/first";
import { Ring } from "../start/Ring";
import classes from "./Welcome.module.css";

/** What the examination came to, and the way to all of it. */
export function Result({ examination }: { examination: string }) {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const query = useQuery(reportQuery(examination, language));
  return (
    <Sheet title={t("first.result")}>
      <Answered query={query} height={112}>
        {(report) => (
          <div className={classes.result}>
            <Ring score={report.health.score} size={92} />
            <div className={classes.words}>
              <p className={classes.headline}>{startOf(report).sentence}</p>
              <p className={classes.summary}>{report.verdict.summary.slice(0, 2).join(" ")}</p>
            </div>
            <ButtonLink
              to={`/examinations/${examination}`}
              rightSection={<IconArrowRight size={16} />}
            >
              {t("first.toDiagnosis")}
            </ButtonLink>
          </div>
        )}
      </Answered>
    </Sheet>
  );
}
