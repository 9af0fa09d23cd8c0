import { useTranslation } from "react-i18next";
import type { Report, ReportFinding } from "@/api/report";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import classes from "./Finding.module.css";
import { EntityShown } from "./EntityShown";
import { placeOf } from "./Neighbours";
import type { Told } from "./told";

interface ClaimProps {
  told: Told;
  report: Report;
}

/** What is claimed: how grave it is, who does it, who suffers, and what has to do with it. */
export function Claim({ told, report }: ClaimProps) {
  const { t } = useTranslation("findings");
  const { finding } = told;
  return (
    <Sheet title={t("claim")}>
      {finding.description && <p className={classes.description}>{finding.description}</p>}
      {finding.changed && (
        <p className={classes.changed}>
          <b>{t("changed")}:</b> {finding.changed}
        </p>
      )}
      <div className={classes.columns}>
        <Facts finding={finding} />
        <div className={classes.people}>
          {finding.culprit && <EntityShown role={t("culprit")} entity={finding.culprit} />}
          {finding.victims.map((one) => (
            <EntityShown key={one.stable_name + one.key} role={t("victim")} entity={one} />
          ))}
          <Related title={t("explains")} findings={told.explains} examination={report.id} />
          <Related title={t("explainedBy")} findings={told.explainedBy} examination={report.id} />
        </div>
      </div>
    </Sheet>
  );
}

function Facts({ finding }: { finding: ReportFinding }) {
  const { t } = useTranslation("findings");
  return (
    <dl className={classes.facts}>
      <dt>{t("confidence")}</dt>
      <dd>
        {t("outOf100", { value: finding.confidence })}
        <meter className={classes.meter} min={0} max={100} value={finding.confidence}>
          {finding.confidence}
        </meter>
      </dd>
      <dt>{t("when")}</dt>
      <dd>{finding.when === "past" ? t("whenPast") : t("whenNow")}</dd>
      <dt>{t("harm")}</dt>
      <dd>{t(`harms.${finding.harm}`, finding.harm)}</dd>
      <dt>{t("standing")}</dt>
      <dd>{finding.standing ? t("standingYes") : t("standingNo")}</dd>
      <dt>{t("resource")}</dt>
      <dd>
        {t(`shared:resource.${finding.resource}`, finding.resource)},{" "}
        {t(`shared:aspect.${finding.aspect}`, finding.aspect)}
      </dd>
      {finding.own_severity !== finding.severity && (
        <>
          <dt>{t("ownSeverity")}</dt>
          <dd>
            <Severity of={finding.own_severity} />
          </dd>
        </>
      )}
      <dt>{t("check")}</dt>
      <dd>
        <code>{finding.check}</code>
      </dd>
    </dl>
  );
}

interface RelatedProps {
  title: string;
  findings: readonly ReportFinding[];
  examination: string;
}

function Related({ title, findings, examination }: RelatedProps) {
  if (!findings.length) return null;
  return (
    <div className={classes.entity}>
      <span className={classes.role}>{title}</span>
      <ul className={classes.related}>
        {findings.map((one) => (
          <li key={one.id}>
            <Severity of={one.severity} short />{" "}
            <Link to={placeOf(examination, one.id)}>{one.title}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
