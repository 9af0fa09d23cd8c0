import {
  IconCircleCheck,
  IconCircleDashed,
  IconHourglass,
  IconMessageDots,
  IconQuestionMark,
  IconRulerMeasure,
  IconUserOff,
  IconUserQuestion,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Panel.module.css";
import type { State } from "./replay";

const SHAPES = {
  waiting: IconCircleDashed,
  asked: IconHourglass,
  speaking: IconMessageDots,
  answered: IconCircleCheck,
  absent: IconUserOff,
  stood_in: IconUserQuestion,
  rules: IconRulerMeasure,
  unheard: IconQuestionMark,
} as const;

/** How a specialist stands, by word, shape and colour. */
export function StateMark({ of }: { of: State }) {
  const { t } = useTranslation("panel");
  const Shape = SHAPES[of];
  return (
    <span
      className={`${classes.state ?? ""} ${of === "unheard" ? "hx-unknown" : ""}`}
      data-state={of}
    >
      <Shape size={14} stroke={2} aria-hidden />
      {t(`state.${of}`)}
    </span>
  );
}
