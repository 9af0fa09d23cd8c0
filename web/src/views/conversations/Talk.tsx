import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { TurnShown } from "@/components/answer/TurnShown";
import type { Turn } from "@/components/answer/answer";
import { JobProgress } from "@/components/job/JobProgress";
import { ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { clock } from "@/lib/time";
import classes from "./Ask.module.css";
import { ByRules } from "./ByRules";
import { QuestionBox } from "./QuestionBox";
import { Suggestions } from "./Suggestions";
import type { Asking } from "./useAsking";

interface TalkProps {
  report: Report;
  turns: readonly Turn[];
  asking: Asking;
}

/** Questions and answers of one conversation, and where the next question is asked. */
export function Talk({ report, turns, asking }: TalkProps) {
  const { t } = useTranslation("conversations");
  const pending = asking.job !== "" || asking.asked.isPending;
  const send = (question: string, to: string) => asking.asked.mutate({ question, to });
  return (
    <Sheet className={classes.talk}>
      <span className="hx-hidden" role="status">
        {pending ? t("asking") : turns.length ? t("answered", { count: turns.length }) : ""}
      </span>
      {!turns.length && !pending && (
        <div className={classes.begin}>
          <h2 className={classes.beginTitle}>{t("begin")}</h2>
          <p className={classes.soft}>{t("beginHint")}</p>
        </div>
      )}
      <ol className={classes.turns}>
        {turns.map((turn, at) => (
          <li key={at}>
            <QuestionShown question={turn.question} time={turn.time} />
            <TurnShown turn={turn} />
          </li>
        ))}
        {pending && <Pending asking={asking} />}
      </ol>
      {asking.asked.error && <ShowProblem error={asking.asked.error} />}
      {!pending && <Suggestions report={report} few={turns.length > 0} onAsk={send} />}
      <QuestionBox busy={pending} onAsk={send} />
      <ByRules />
    </Sheet>
  );
}

function QuestionShown({ question, time }: { question: string; time?: string }) {
  const { t } = useTranslation("conversations");
  return (
    <div className={classes.question}>
      <span className="hx-hidden">{t("question")}: </span>
      <span>{question}</span>
      {time && <time dateTime={time}>{clock(time)}</time>}
    </div>
  );
}

function Pending({ asking }: { asking: Asking }) {
  const job = asking.followed.data;
  const given = job?.payload["question"];
  const question = typeof given === "string" ? given : (asking.asked.variables?.question ?? "");
  return (
    <li>
      {question && <QuestionShown question={question} />}
      {asking.followed.error && (
        <ShowProblem error={asking.followed.error} again={() => void asking.followed.refetch()} />
      )}
      {job && <JobProgress job={job} onRetry={(made) => asking.follow(made.id)} />}
    </li>
  );
}
