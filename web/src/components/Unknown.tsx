import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Unknown.module.css";

/** What could not be measured, with the reason: never a zero, never green. */
export function Unknown({ why }: { why: string }) {
  const { t } = useTranslation("shared");
  return (
    <Tooltip
      label={why}
      multiline
      maw={320}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <span className={`hx-unknown ${classes.unknown ?? ""}`} tabIndex={0}>
        {t("unknown")}
        <span className="hx-hidden">: {why}</span>
      </span>
    </Tooltip>
  );
}
