import {
  IconAlertOctagon,
  IconCircleCheck,
  IconCircleMinus,
  IconClockPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { JobStateName } from "@/api/jobs";
import classes from "./Job.module.css";

const SHAPES = {
  waiting: IconClockPause,
  running: IconPlayerPlay,
  done: IconCircleCheck,
  failed: IconAlertOctagon,
  cancelled: IconCircleMinus,
} as const;

/** A job's state by its word, its shape and its colour. */
export function JobState({ of, cancelling = false }: { of: JobStateName; cancelling?: boolean }) {
  const { t } = useTranslation("components");
  const Shape = SHAPES[of];
  return (
    <span className={classes.state} data-state={of}>
      <Shape size={14} stroke={2} aria-hidden />
      {cancelling && of === "running" ? t("job.cancelling") : t(`shared:state.${of}`)}
    </span>
  );
}
