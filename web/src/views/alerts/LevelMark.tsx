import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconExclamationCircle,
  IconInfoCircle,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Level } from "./alert";
import classes from "./Alerts.module.css";

const SHAPES = {
  critical: IconAlertOctagon,
  error: IconAlertTriangle,
  warning: IconExclamationCircle,
  info: IconInfoCircle,
} as const;

/** A level by its word, its shape and its colour. */
export function LevelMark({ of }: { of: Level }) {
  const { t } = useTranslation("alerts");
  const Shape = SHAPES[of];
  return (
    <span className={classes.mark} data-level={of}>
      <Shape size={16} aria-hidden />
      {t(`levels.${of}`)}
    </span>
  );
}
