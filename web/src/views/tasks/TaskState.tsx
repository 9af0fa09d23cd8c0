import { useTranslation } from "react-i18next";
import classes from "./Tasks.module.css";

const KNOWN = ["idle", "building", "executing", "done", "failed", "cancelled"] as const;
type Known = (typeof KNOWN)[number];

/** A task's state in a word. */
export function TaskState({ of }: { of: string }) {
  const { t } = useTranslation("tasks");
  const known = (KNOWN as readonly string[]).includes(of);
  return (
    <span className={classes.state} data-state={of}>
      {known ? t(`states.${of as Known}`) : of}
    </span>
  );
}
