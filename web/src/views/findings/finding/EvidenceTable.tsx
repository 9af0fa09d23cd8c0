import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";
import { Unknown } from "@/components/Unknown";
import { inUnit } from "@/lib/format";
import classes from "./Finding.module.css";
import { judged, type KeyedEvidence, type Told } from "./told";

/** Everything that the finding rests on: what was measured, where it was read, and for how long. */
export function EvidenceTable({ told }: { told: Told }) {
  const { t } = useTranslation("findings");
  if (!told.evidence.length) return null;
  const compared = judged(told);
  return (
    <Sheet title={t("evidence")} flush>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={t("evidence")}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("name")}</th>
              <th scope="col" className={classes.number}>
                {t("value")}
              </th>
              <th scope="col">{t("unit")}</th>
              <th scope="col">{t("source")}</th>
              <th scope="col" className={classes.number}>
                {t("window")}
              </th>
            </tr>
          </thead>
          <tbody>
            {told.evidence.map((one) => (
              <tr key={one.key}>
                <td>
                  <code>{one.key}</code>
                  {one.key === compared && told.finding.threshold !== null && (
                    <span className={classes.judged}>
                      {t("threshold", { value: inUnit(told.finding.threshold, one.unit) })}
                    </span>
                  )}
                </td>
                <td className={typeof one.value === "number" ? classes.number : undefined}>
                  <Value of={one} />
                </td>
                <td>{one.unit.replaceAll("_", " ")}</td>
                <td>
                  <code>{one.source}</code>
                </td>
                <td className={classes.number}>
                  {one.window_s > 0 ? inUnit(one.window_s, "s") : t("moment")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function Value({ of: one }: { of: KeyedEvidence }) {
  const { t } = useTranslation("findings");
  if (one.value === null) return <Unknown why={t("noValue")} />;
  return typeof one.value === "number" ? inUnit(one.value, one.unit) : one.value;
}
