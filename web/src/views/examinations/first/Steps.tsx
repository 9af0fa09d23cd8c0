import { Progress } from "@mantine/core";
import { IconCheck, IconLoader2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { percent } from "@/lib/format";
import type { Followed } from "../following";
import { stagesOf, stepKey, type Stage } from "../steps";
import classes from "./Welcome.module.css";

/** How far the examination is: looking, judging, and what is done at the moment. */
export function Steps({ followed }: { followed: Followed }) {
  const { t } = useTranslation("examinations");
  const key = stepKey(followed.step);
  const step = key ? t(`step.${key}`) : followed.step;
  const stages = stagesOf(followed);
  return (
    <>
      <Progress
        value={followed.progress * 100}
        size="lg"
        radius="xl"
        transitionDuration={300}
        aria-label={t("first.progress")}
      />
      <p className={classes.now} role="status">
        {percent(followed.progress)}
        {!followed.kept && step && ` · ${step}`}
      </p>
      <ol className={classes.stages}>
        <StageLine stage={stages.look} word={t("first.look")} hint={t("first.lookHint")} />
        <StageLine stage={stages.judge} word={t("first.judge")} hint={t("first.judgeHint")} />
        <StageLine
          stage={stages.hear}
          word={t("first.specialists")}
          hint={t("first.specialistsHint")}
        />
      </ol>
    </>
  );
}

function StageLine({ stage, word, hint }: { stage: Stage; word: string; hint: string }) {
  return (
    <li className={classes.stage} data-stage={stage}>
      <span className={classes.mark} aria-hidden>
        {stage === "done" && <IconCheck size={13} stroke={3} />}
        {stage === "now" && <IconLoader2 size={14} className={classes.turning} />}
      </span>
      <span>
        <strong>{word}</strong>
        <span className={classes.hint}>{hint}</span>
      </span>
    </li>
  );
}
