import { IconMinus, IconThumbDown, IconThumbUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Stand } from "./matrix";
import classes from "./Panel.module.css";

const SHAPES = { agrees: IconThumbUp, opposes: IconThumbDown, silent: IconMinus } as const;

/** Whether somebody agrees, opposes or is silent: by word and shape. */
export function StanceMark({ of }: { of: Stand }) {
  const { t } = useTranslation("panel");
  const Shape = SHAPES[of];
  return (
    <span className={classes.stance} data-stance={of}>
      <Shape size={14} stroke={2} aria-hidden />
      {t(`stance.${of}`)}
    </span>
  );
}
