import { useTranslation } from "react-i18next";
import classes from "./Score.module.css";
import { Unknown } from "./Unknown";

/** From this score on a host is well; below the second its work suffers. */
export const WELL = 90;
export const SUFFERS = 60;

export type Health = "well" | "fair" | "bad" | "unknown";

/** Say how a score is to be read; null is unknown, never good. */
export function healthOf(score: number | null | undefined): Health {
  if (score === null || score === undefined) return "unknown";
  if (score >= WELL) return "well";
  return score >= SUFFERS ? "fair" : "bad";
}

interface ScoreProps {
  of: number | null | undefined;
  /** Why there is none. */
  why: string;
  large?: boolean;
}

/** Health from 0 to 100 with its word, or that it is unknown. */
export function Score({ of, why, large = false }: ScoreProps) {
  const { t } = useTranslation("components");
  const health = healthOf(of);
  if (of === null || of === undefined) return <Unknown why={why} />;
  return (
    <span className={classes.score} data-health={health} data-large={large || undefined}>
      <b>{Math.round(of)}</b>
      <span className={classes.word}>{t(`health.${health}`)}</span>
    </span>
  );
}
