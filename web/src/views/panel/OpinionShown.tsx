import { useTranslation } from "react-i18next";
import { SEVERITIES, type Report, type SeverityName } from "@/api/report";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { EvidenceLinks } from "./EvidenceLinks";
import classes from "./Panel.module.css";
import type { Said } from "./replay";
import { StanceMark } from "./StanceMark";

interface OpinionShownProps {
  said: Said;
  report: Report | null;
  examination: string;
}

/** What one specialist says of one thing, and what it rests on. */
export function OpinionShown({ said, report, examination }: OpinionShownProps) {
  const { t } = useTranslation("panel");
  const title = report?.findings.find((one) => one.id === said.item)?.title;
  const severity = SEVERITIES.find((one): one is SeverityName => one === said.severity);
  return (
    <div className={classes.opinion}>
      <p className={classes.about}>
        {title ? (
          <Link to={`/examinations/${examination}/findings/${said.item}`} size="sm">
            {title}
          </Link>
        ) : (
          t("beyond")
        )}
      </p>
      <p className={classes.marks}>
        <StanceMark of={said.stance === "opposes" ? "opposes" : "agrees"} />
        {severity && <Severity of={severity} />}
        {said.confidence !== null && <span>{t("sure", { percent: said.confidence })}</span>}
        {said.standsIn && <span className={classes.standsIn}>{t("byRulesHere")}</span>}
      </p>
      <p className={classes.words}>{said.words}</p>
      <EvidenceLinks
        keys={said.because}
        report={report}
        examination={examination}
        item={said.item}
      />
    </div>
  );
}
