import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import classes from "./Ask.module.css";
import { topFindings } from "./firstQuestions";

const MOST_FINDINGS = 5;

/** What the conversation is about: the examination's headline and its gravest findings. */
export function Beside({ report }: { report: Report }) {
  const { t } = useTranslation("conversations");
  const findings = topFindings(report, MOST_FINDINGS);
  return (
    <Sheet title={t("about")}>
      <p className={classes.headline}>{report.verdict.headline}</p>
      <ul className={classes.findings}>
        {findings.map((one) => (
          <li key={one.id}>
            <Severity of={one.severity} />
            <Link to={`/examinations/${report.id}/findings/${one.id}`}>{one.title}</Link>
          </li>
        ))}
      </ul>
      {!findings.length && <p className={classes.soft}>{t("noFindings")}</p>}
    </Sheet>
  );
}
