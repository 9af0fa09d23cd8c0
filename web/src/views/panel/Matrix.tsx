import { IconScale } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { useRoleName } from "@/components/answer/useRoleName";
import { Empty } from "@/components/Empty";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import { Unknown } from "@/components/Unknown";
import { number } from "@/lib/format";
import { judgesOf, matrixOf, type MatrixRow } from "./matrix";
import classes from "./Panel.module.css";
import { StanceMark } from "./StanceMark";

/** Who agrees with what, how far the panel is of one mind, and what was ruled. */
export function Matrix({ report, specialists }: { report: Report; specialists: string[] }) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const judges = judgesOf(report, specialists);
  const rows = matrixOf(report, judges);
  const whole = report.verdict.agreement;
  return (
    <Sheet
      title={t("matrix.title")}
      aside={whole !== null && t("matrix.whole", { percent: number(Math.round(whole)) })}
      flush
    >
      {rows.length ? (
        <div className={classes.wide} tabIndex={0} role="group" aria-label={t("matrix.title")}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t("matrix.item")}</th>
                {judges.map((one) => (
                  <th key={one} scope="col">
                    {nameOf(one)}
                  </th>
                ))}
                <th scope="col" data-numeric>
                  {t("matrix.agreement")}
                </th>
                <th scope="col">{t("matrix.ruling")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.item} row={row} examination={report.id} />
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Empty icon={IconScale} title={t("matrix.none")} hint={t("matrix.noneHint")} />
      )}
    </Sheet>
  );
}

function Row({ row, examination }: { row: MatrixRow; examination: string }) {
  const { t } = useTranslation("panel");
  return (
    <tr>
      <th scope="row" className={classes.item}>
        <Severity of={row.severity} />{" "}
        {row.finding ? (
          <Link to={`/examinations/${examination}/findings/${row.item}`} size="sm">
            {row.title}
          </Link>
        ) : (
          row.title
        )}
      </th>
      {row.stands.map((one) => (
        <td key={one.specialist}>
          <StanceMark of={one.stand} />
          {one.standsIn && <small className={classes.small}>{t("byRulesHere")}</small>}
        </td>
      ))}
      <td data-numeric>
        {row.agreement === null ? (
          <span className={classes.small}>
            <Unknown why={t("matrix.singleWhy")} /> {t("matrix.single")}
          </span>
        ) : (
          `${number(Math.round(row.agreement))}%`
        )}
        {row.contested && <span className={classes.contested}>{t("matrix.contested")}</span>}
      </td>
      <td>
        {row.ruling || <span className={classes.small}>{t("matrix.noRuling")}</span>}
        {row.disputed && (
          <p className={classes.small}>
            {t("matrix.disputed")}: {row.disputed}
          </p>
        )}
      </td>
    </tr>
  );
}
