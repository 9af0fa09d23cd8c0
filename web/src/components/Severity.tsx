import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconArrowUpCircle,
  IconInfoCircle,
  IconPointFilled,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SeverityName } from "@/api/report";
import classes from "./Severity.module.css";

const SHAPES = {
  critical: IconAlertOctagon,
  high: IconAlertTriangle,
  medium: IconArrowUpCircle,
  low: IconPointFilled,
  info: IconInfoCircle,
} as const;

/** The shape alone, for where the word stands beside it or is said in another way. */
export function SeverityShape({ of, size = 14 }: { of: SeverityName; size?: number }) {
  const Shape = SHAPES[of];
  return <Shape size={size} stroke={2} aria-hidden />;
}

/** A severity by its word, its shape and its colour: none of them alone. */
export function Severity({ of, short = false }: { of: SeverityName; short?: boolean }) {
  const { t } = useTranslation("shared");
  const word = t(`severity.${of}`);
  return (
    <span className={classes.severity} data-severity={of}>
      <SeverityShape of={of} />
      {short ? <span className="hx-hidden">{word}</span> : word}
    </span>
  );
}
