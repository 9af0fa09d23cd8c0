import { Button } from "@mantine/core";
import { IconStethoscope, IconUsersGroup } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { may, useMe } from "@/api/queries";
import type { Report } from "@/api/report";
import { useRoleName } from "@/components/answer/useRoleName";
import { CopyAs } from "@/components/CopyAs";
import { Export } from "@/components/Export";
import { ButtonLink } from "@/components/Link";
import { ShowProblem } from "@/components/Problems";
import type { Turn } from "./course";
import { CALL_COLUMNS, callRows, markdownOf } from "./exports";
import type { PanelEvent } from "./queries";
import type { Column } from "./replay";

interface ActionsProps {
  report: Report;
  columns: readonly Column[];
  turns: readonly Turn[];
  events: readonly PanelEvent[];
}

/** What can be done with a panel: copy it, save it, ask another one. */
export function Actions({ report, columns, turns, events }: ActionsProps) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const me = useMe();
  const go = useNavigate();
  const again = useMutation({
    mutationFn: () =>
      data(api.POST("/api/v1/examinations", { body: { host: report.host.id, panel: "full" } })),
    onSuccess: (made) => void go({ to: `/examinations/${made.id}/panel` as "." }),
  });
  return (
    <>
      {again.error && <ShowProblem error={again.error} />}
      {may(me, "run", "examinations") && (
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconUsersGroup size={16} />}
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {t("again")}
        </Button>
      )}
      <ButtonLink
        to={`/examinations/${report.id}`}
        size="compact-md"
        variant="default"
        leftSection={<IconStethoscope size={16} />}
      >
        {t("toDiagnosis")}
      </ButtonLink>
      <CopyAs
        markdown={() => markdownOf(report, columns, events, nameOf)}
        json={() => ({ examination: report.id, verdict: report.verdict, columns, turns, events })}
      />
      <Export
        name={`panel-${report.id.slice(0, 8)}`}
        columns={CALL_COLUMNS}
        rows={() => callRows(turns)}
        json={() => ({ examination: report.id, verdict: report.verdict, columns, turns, events })}
      />
    </>
  );
}
