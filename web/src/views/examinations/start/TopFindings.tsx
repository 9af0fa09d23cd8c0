import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report, ReportFinding } from "@/api/report";
import { Empty } from "@/components/Empty";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import classes from "./TopFindings.module.css";

const MOST_SHOWN = 40;

/** The findings in the report's own order: what harms the work now comes first. */
export function TopFindings({ report }: { report: Report }) {
  const { t } = useTranslation("examinations");
  const now = report.findings.filter((one) => one.when === "now");
  const past = report.findings.filter((one) => one.when !== "now");
  const points = new Map(report.health.lost.map((one) => [one.finding, one.points]));
  return (
    <Sheet
      flush
      className={classes.sheet}
      title={t("findings.title")}
      aside={[
        t("findings.now", { count: now.length }),
        ...(past.length ? [t("findings.past", { count: past.length })] : []),
      ].join(" · ")}
    >
      <div className={classes.list} role="region" aria-label={t("findings.region")} tabIndex={0}>
        {!now.length && (
          <Empty icon={IconCircleCheck} title={t("findings.none")} hint={t("findings.noneHint")} />
        )}
        <ol className={classes.findings}>
          {now.slice(0, MOST_SHOWN).map((one) => (
            <Line key={one.id} one={one} examination={report.id} points={points.get(one.id)} />
          ))}
        </ol>
        {past.length > 0 && (
          <>
            <h3 className={classes.heading}>{t("findings.pastTitle")}</h3>
            <ol className={classes.findings}>
              {past.slice(0, MOST_SHOWN).map((one) => (
                <Line key={one.id} one={one} examination={report.id} />
              ))}
            </ol>
          </>
        )}
        {report.findings.length > MOST_SHOWN && (
          <Link to="/findings" search={{ examination: report.id }} className={classes.all}>
            {t("findings.all")}
          </Link>
        )}
      </div>
    </Sheet>
  );
}

interface LineProps {
  one: ReportFinding;
  examination: string;
  points?: number | undefined;
}

function Line({ one, examination, points }: LineProps) {
  const { t } = useTranslation("examinations");
  const aspect = t(`shared:aspect.${one.aspect}`, { defaultValue: one.aspect });
  const words = [
    t(`shared:resource.${one.resource}`, { defaultValue: one.resource }),
    ...(one.aspect === one.resource ? [] : [aspect.toLocaleLowerCase()]),
    ...(one.culprit ? [one.culprit.name] : []),
  ];
  const about = words.join(" · ");
  return (
    <li>
      <Link
        to={`/examinations/${examination}/findings/${one.id}`}
        underline="never"
        className={classes.line}
      >
        <span className={classes.top}>
          <Severity of={one.severity} />
          <span className={classes.about} title={about}>
            {about}
          </span>
          {points !== undefined && (
            <span className={classes.points}>{t("health.points", { points })}</span>
          )}
        </span>
        <span className={classes.what} title={one.title}>
          {one.title}
        </span>
      </Link>
    </li>
  );
}
