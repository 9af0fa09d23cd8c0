import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopic } from "@/api/live/live";
import { turnMarkdown } from "@/components/answer/answer";
import { valueOf } from "@/components/answer/EvidenceChip";
import { TurnShown } from "@/components/answer/TurnShown";
import { useRoleName } from "@/components/answer/useRoleName";
import { CopyAs } from "@/components/CopyAs";
import { JobProgress } from "@/components/job/JobProgress";
import { useJob } from "@/components/job/useJob";
import { ButtonLink } from "@/components/Link";
import { LogView } from "@/components/log/LogView";
import { LogRing } from "@/components/log/ring";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { RemoveButton } from "@/components/RemoveButton";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import { PlanShown } from "./PlanShown";
import { over, removeTask, taskQuery, type Task } from "./queries";
import { Steps } from "./Steps";

const LOG_PX = 220;

/** One task: its states, its plan, its log, and the answer with the proof below it. */
export default function TaskPage() {
  const { t } = useTranslation("tasks");
  const { task: id = "" }: { task?: string } = useParams({ strict: false });
  const query = useQuery(taskQuery(id));
  const task = query.data;
  return (
    <Page
      title={task?.words ?? t("task")}
      subtitle={task && t("givenBy", { by: task.by, time: moment(task.created) })}
      actions={task && <Actions task={task} />}
    >
      <Answered query={query} height={320}>
        {(one) => <Whole task={one} />}
      </Answered>
    </Page>
  );
}

function Actions({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const role = useRoleName();
  const navigate = useNavigate();
  const client = useQueryClient();
  const answer = task.answer;
  return (
    <>
      {task.examination && (
        <ButtonLink
          to={`/examinations/${task.examination}`}
          size="compact-md"
          fz={14}
          variant="default"
          preload={false}
        >
          {t("toExamination")}
        </ButtonLink>
      )}
      <CopyAs
        markdown={() =>
          answer ? turnMarkdown(answer, { value: valueOf, role }) : `- ${task.words}: ${task.state}`
        }
        json={() => task}
      />
      {over(task.state) && (
        <RemoveButton
          resource="tasks"
          title={t("remove")}
          what={t("removeHint")}
          remove={() => removeTask(task.id)}
          onRemoved={() => {
            void client.invalidateQueries({ queryKey: ["tasks"] });
            void navigate({ to: "/tasks" });
          }}
        />
      )}
    </>
  );
}

function Whole({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const client = useQueryClient();
  const lasts = !over(task.state);
  const job = useJob(lasts ? task.id : "", () => {
    void client.invalidateQueries({ queryKey: ["task", task.id] });
  });
  return (
    <>
      <Sheet>
        <Steps task={task} />
        {lasts && job.data && <JobProgress job={job.data} />}
        {task.reason && <p role="alert">{task.reason}</p>}
      </Sheet>
      {task.answer && (
        <Sheet title={t("answer")}>
          <TurnShown turn={task.answer} />
        </Sheet>
      )}
      {task.plan && <PlanShown plan={task.plan} />}
      <Sheet title={t("log")} flush>
        <TaskLog key={task.id} task={task} />
      </Sheet>
    </>
  );
}

/** A task's own log: it is written line by line, and outlives that of its job. */
function TaskLog({ task }: { task: Task }) {
  const { t } = useTranslation("tasks");
  const client = useQueryClient();
  const lasts = !over(task.state);
  const [ring] = useState(() => new LogRing());
  useEffect(() => {
    const lines = task.log.slice(ring.total);
    ring.put(lines.map((one) => ({ time: Date.parse(one.time), text: one.line })));
  }, [ring, task.log]);
  useTopic(lasts ? `job.${task.id}` : null, {
    event: ({ event }) => {
      if (event === "log") void client.invalidateQueries({ queryKey: ["task", task.id] });
    },
  });
  const name = `task-${task.id}`;
  return <LogView ring={ring} label={t("log")} name={name} height={LOG_PX} live={lasts} />;
}
