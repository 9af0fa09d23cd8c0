import { Alert, Button, Skeleton, Stack } from "@mantine/core";
import { IconCloudOff, IconMapOff } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { Empty } from "./Empty";

/** What went wrong, in words that say what to do. */
export function ShowProblem({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation("components");
  const problem = error instanceof Problem ? error : new Problem(0, String(error));
  if (problem.status === 404)
    return (
      <Empty icon={IconMapOff} title={t("problem.notKnown")} hint={t("problem.notKnownHint")} />
    );
  return (
    <Alert color="red" icon={<IconCloudOff />} title={titleOf(problem)} role="alert">
      <Stack gap="xs" align="flex-start">
        <span>{problem.status === 0 ? t("problem.noAnswerHint") : problem.detail}</span>
        {problem.trace && <small>{t("problem.trace", { trace: problem.trace })}</small>}
        {again && (
          <Button size="compact-sm" variant="default" onClick={again}>
            {t("problem.again")}
          </Button>
        )}
      </Stack>
    </Alert>
  );

  function titleOf(one: Problem): string {
    if (one.status === 0) return t("problem.noAnswer");
    if (one.status === 403) return t("problem.denied");
    return one.title;
  }
}

interface AnsweredProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  /** The height that the content will have, so that nothing jumps. */
  height?: number;
}

/** Show a query's data; until it is there its shape, and its problem where there is one. */
export function Answered<T>({ query, children, height = 160 }: AnsweredProps<T>) {
  const { t } = useTranslation("components");
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ShowProblem error={query.error} again={() => void query.refetch()} />;
  return <Skeleton height={height} radius="md" aria-label={t("loading")} role="status" />;
}
