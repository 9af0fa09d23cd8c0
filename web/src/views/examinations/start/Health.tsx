import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { Link } from "@/components/Link";
import { Sheet } from "@/components/Sheet";
import { percent } from "@/lib/format";
import { lostOf } from "./health";
import { Ring } from "./Ring";
import classes from "./Health.module.css";

const MOST_LOST = 4;

/** How healthy the host is, what cost points, and how much of the checklist could be measured. */
export function Health({ report }: { report: Report }) {
  const { t } = useTranslation("examinations");
  const { score } = report.health;
  const lost = lostOf(report);
  return (
    <Sheet title={t("health.title")} className={classes.sheet}>
      <div className={classes.health}>
        <Ring score={score} />
        <div className={classes.beside}>
          <h3 className={classes.small}>{t("health.lost")}</h3>
          {score === null && <p className={classes.none}>{t("health.unknownWhy")}</p>}
          {score !== null && !lost.length && (
            <p className={classes.none}>{t("health.nothingLost")}</p>
          )}
          <ul className={classes.lost}>
            {lost.slice(0, MOST_LOST).map((one) => (
              <li key={one.finding}>
                <span className={classes.points}>{t("health.points", { points: one.points })}</span>
                <Link
                  to={`/examinations/${report.id}/findings/${one.finding}`}
                  title={one.title}
                  className={classes.name}
                >
                  {one.title}
                </Link>
              </li>
            ))}
          </ul>
          {lost.length > MOST_LOST && (
            <p className={classes.none}>{t("health.more", { count: lost.length - MOST_LOST })}</p>
          )}
        </div>
      </div>
      <Measured share={report.health.measured_share} />
    </Sheet>
  );
}

function Measured({ share }: { share: number }) {
  const { t } = useTranslation("examinations");
  return (
    <div className={classes.measured}>
      <div className={classes.bar} aria-hidden>
        <span className={classes.seen} style={{ width: percentWidth(share) }} />
        <span className={`hx-unknown ${classes.unseen ?? ""}`} />
      </div>
      <p className={classes.legend}>
        <span>{t("health.measured", { share: percent(share) })}</span>
        <span>{t("health.measuredRest", { share: percent(1 - share) })}</span>
      </p>
    </div>
  );
}

function percentWidth(share: number): string {
  return `${Math.max(0, Math.min(1, share)) * 100}%`;
}
