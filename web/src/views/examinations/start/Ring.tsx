import { useTranslation } from "react-i18next";
import { healthOf } from "@/components/Score";
import { number } from "@/lib/format";
import classes from "./Health.module.css";

const RADIUS = 42;
const ROUND = 2 * Math.PI * RADIUS;

/** A health score as a ring with its number and its word; unknown is an open, dashed ring. */
export function Ring({ score, size = 112 }: { score: number | null; size?: number }) {
  const { t } = useTranslation("examinations");
  const grade = healthOf(score);
  return (
    <div className={classes.ring} data-grade={grade}>
      <svg
        width={size}
        height={size}
        viewBox="0 0 100 100"
        role="img"
        aria-label={score === null ? t("health.unknown") : t("health.of", { score })}
      >
        <circle cx={50} cy={50} r={RADIUS} className={classes.track} />
        {score !== null && (
          <circle
            cx={50}
            cy={50}
            r={RADIUS}
            className={classes.arc}
            strokeDasharray={`${(ROUND * score) / 100} ${ROUND}`}
            transform="rotate(-90 50 50)"
          />
        )}
        <text x={50} y={score === null ? 58 : 55} className={classes.number}>
          {score === null ? "?" : number(score)}
        </text>
        {score !== null && (
          <text x={50} y={69} className={classes.hundred}>
            / 100
          </text>
        )}
      </svg>
      <span className={classes.grade}>
        {grade === "unknown" ? t("shared:unknown") : t(`components:health.${grade}`)}
      </span>
    </div>
  );
}
