import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import type { Report } from "@/api/report";
import { TimeChart } from "@/components/charts/TimeChart";
import { Sheet } from "@/components/Sheet";
import { inUnit } from "@/lib/format";
import classes from "./Finding.module.css";
import { historyQuery, ownPoints, windowOf } from "./history";
import { judged, type KeyedEvidence, type Told } from "./told";

/** More charts than these tell no more: the rest stands in the table. */
const MOST_CHARTS = 6;

/** The evidence over time: within the window, and around it where the server keeps that. */
export function Charts({ told, report }: { told: Told; report: Report }) {
  const { t } = useTranslation("findings");
  const me = useMe();
  const measured = told.evidence
    .filter((one) => typeof one.value === "number")
    .slice(0, MOST_CHARTS);
  const drawn = measured.filter((one) => one.series.length > 1);
  const shown = drawn.length ? drawn : measured.slice(0, 1);
  if (!shown.length) return null;
  const around = may(me, "read", "series");
  return (
    <Sheet title={t("charts")}>
      <div className={classes.charts}>
        {shown.map((evidence) => (
          <EvidenceCharts
            key={evidence.key}
            evidence={evidence}
            report={report}
            threshold={evidence.key === judged(told) ? told.finding.threshold : null}
            around={around}
          />
        ))}
      </div>
    </Sheet>
  );
}

interface EvidenceChartsProps {
  evidence: KeyedEvidence;
  report: Report;
  threshold: number | null;
  around: boolean;
}

function EvidenceCharts({ evidence, report, threshold, around }: EvidenceChartsProps) {
  const { t } = useTranslation("findings");
  const own = ownPoints(evidence, report);
  const window = windowOf(report);
  return (
    <>
      {own.length > 1 && (
        <div className={classes.chart}>
          <h3>{evidence.key}</h3>
          <p className={classes.note}>
            {t("within", { seconds: inUnit(report.window.seconds, "s") })}
            {threshold !== null &&
              ` · ${t("threshold", { value: inUnit(threshold, evidence.unit) })}`}
          </p>
          <TimeChart
            title={`${evidence.key} · ${t("within", { seconds: inUnit(report.window.seconds, "s") })}`}
            unit={evidence.unit}
            series={[{ label: evidence.key, points: own }]}
            sync={`window ${report.id}`}
            threshold={threshold}
            shaded={window}
            range={window}
          />
        </div>
      )}
      {around && <Around evidence={evidence} report={report} threshold={threshold} />}
    </>
  );
}

type AroundProps = Omit<EvidenceChartsProps, "around">;

/** The same series in the hour around the examination; nothing where nothing is kept of it. */
function Around({ evidence, report, threshold }: AroundProps) {
  const { t } = useTranslation("findings");
  const { data: points } = useQuery(historyQuery(report, evidence));
  if (!points || points.length < 2) return null;
  return (
    <div className={classes.chart}>
      <h3>{evidence.key}</h3>
      <p className={classes.note}>{t("around")}</p>
      <TimeChart
        title={`${evidence.key} · ${t("around")}`}
        unit={evidence.unit}
        series={[{ label: evidence.key, points }]}
        sync={`around ${report.id}`}
        threshold={threshold}
        shaded={windowOf(report)}
      />
    </div>
  );
}
