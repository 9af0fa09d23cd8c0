import { Button, Group, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cancelJob, ended, retryJob, type WholeJob } from "@/api/jobs";
import { may, useMe } from "@/api/queries";
import { ShowProblem } from "@/components/Problems";
import { percent } from "@/lib/format";
import classes from "./Job.module.css";
import { JobState } from "./JobState";

interface JobProgressProps {
  job: WholeJob;
  /** Called with the new job that a retry has begun. */
  onRetry?: (job: WholeJob) => void;
}

/** Where a job stands, with what can be done about it: cancel, or try again. */
export function JobProgress({ job, onRetry }: JobProgressProps) {
  const { t } = useTranslation("components");
  const me = useMe();
  const client = useQueryClient();
  const told = (after: WholeJob) => client.setQueryData(["job", after.id], after);
  const cancel = useMutation({ mutationFn: () => cancelJob(job.id), onSuccess: told });
  const retry = useMutation({
    mutationFn: () => retryJob(job.id),
    onSuccess: (made) => {
      told(made);
      onRetry?.(made);
    },
  });
  const over = ended(job.state);
  return (
    <div className={classes.progress} aria-live="polite">
      <Group gap="sm" justify="space-between">
        <Group gap="sm">
          <JobState of={job.state} cancelling={job.cancelling} />
          {!over && <span className={classes.step}>{job.step || t("job.waits")}</span>}
          {job.attempts > 1 && (
            <span className={classes.step}>
              {t("job.attempt", { count: job.attempts, most: job.most_attempts })}
            </span>
          )}
        </Group>
        {!over && may(me, "change", "jobs") && (
          <Button
            size="compact-sm"
            fz={13}
            variant="default"
            loading={cancel.isPending}
            disabled={job.cancelling}
            onClick={() => cancel.mutate()}
          >
            {t("job.cancel")}
          </Button>
        )}
        {(job.state === "failed" || job.state === "cancelled") &&
          onRetry &&
          may(me, "run", "jobs") && (
            <Button
              size="compact-sm"
              fz={13}
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate()}
            >
              {t("shared:action.retry")}
            </Button>
          )}
      </Group>
      {!over && (
        <Progress
          value={job.progress * 100}
          size="sm"
          animated={job.state === "running"}
          aria-label={t("job.progress", { share: percent(job.progress) })}
        />
      )}
      {job.reason && <p className={classes.reason}>{job.reason}</p>}
      {(cancel.error ?? retry.error) && <ShowProblem error={cancel.error ?? retry.error} />}
    </div>
  );
}
