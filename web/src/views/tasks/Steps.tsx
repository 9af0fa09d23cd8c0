import { IconCheck, IconX } from "@tabler/icons-react";
import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { reached, STEPS, type Reached, type Task } from "./queries";
import classes from "./Tasks.module.css";

/** How far a task is: idle, building, executing, done. */
export function Steps({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const stand = reached(task);
  return (
    <ol className={classes.steps} aria-label={t("steps")}>
      {STEPS.map((step, at) => (
        <li
          key={step}
          data-reached={stand[step]}
          aria-current={stand[step] === "current" ? "step" : undefined}
        >
          <span className={classes.mark} aria-hidden>
            <Mark of={stand[step]} place={at + 1} />
          </span>
          <span>
            <b>{t(`states.${step}`)}</b>
            <span className="hx-hidden">: {t(`reached.${stand[step]}`)}</span>
            <span className={classes.hint}>{t(`hints.${step}`)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ of, place }: { of: Reached; place: number }) {
  if (of === "passed") return <IconCheck size={14} stroke={2.6} />;
  if (of === "stopped") return <IconX size={14} stroke={2.6} />;
  if (of === "current") return <Loader size={14} color="currentColor" />;
  return place;
}
