import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { seconds } from "@/lib/format";
import type { Turn } from "./course";
import classes from "./Panel.module.css";
import { useWhat } from "./useWhat";

/** The same calls as rows: for who does not see bars, and for who wants the numbers. */
export function GanttTable({ turns }: { turns: readonly Turn[] }) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const what = useWhat();
  return (
    <details className={classes.details}>
      <summary>{t("gantt.table")}</summary>
      <div className={classes.wide} tabIndex={0} role="group" aria-label={t("gantt.table")}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("gantt.who")}</th>
              <th scope="col">{t("gantt.for")}</th>
              <th scope="col">{t("gantt.ended")}</th>
              <th scope="col" data-numeric>
                {t("gantt.begin")}
              </th>
              <th scope="col" data-numeric>
                {t("gantt.took")}
              </th>
              <th scope="col" data-numeric>
                {t("gantt.tryCount")}
              </th>
              <th scope="col">{t("gantt.model")}</th>
              <th scope="col">{t("gantt.reason")}</th>
            </tr>
          </thead>
          <tbody>
            {turns.map((one, index) => (
              <tr key={index}>
                <th scope="row">{nameOf(one.specialist)}</th>
                <td>{what(one.what)}</td>
                <td>{t(`outcome.${one.outcome}`)}</td>
                <td data-numeric>{seconds(one.beganS)}</td>
                <td data-numeric>{seconds(one.endS - one.beganS)}</td>
                <td data-numeric>{one.tries}</td>
                <td>{one.model}</td>
                <td>{one.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
