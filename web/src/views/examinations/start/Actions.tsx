import { Button, Loader, Menu } from "@mantine/core";
import {
  IconChevronDown,
  IconFileDownload,
  IconMessageQuestion,
  IconPlayerPlayFilled,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import type { Report } from "@/api/report";
import { CopyAs } from "@/components/CopyAs";
import { ButtonLink } from "@/components/Link";
import { ShowProblem } from "@/components/Problems";
import { percent } from "@/lib/format";
import { usePreferences } from "@/state/preferences";
import { endedInVain } from "../following";
import { examineNow } from "../queries";
import { useExamining } from "../useExamining";
import { asMarkdown } from "./markdown";
import { stepKey } from "../steps";
import classes from "./Actions.module.css";

/** What can be done with an examination, and with its host. */
export function Actions({ report }: { report: Report }) {
  const { t } = useTranslation("examinations");
  const me = useMe();
  const place = `/examinations/${report.id}`;
  return (
    <>
      {may(me, "run", "examinations") && <ExamineNow host={report.host.id} />}
      <ButtonLink
        to={`${place}/panel`}
        size="compact-md"
        fz={14}
        variant="default"
        leftSection={<IconUsersGroup size={16} />}
      >
        {t("act.panel")}
      </ButtonLink>
      <ButtonLink
        to={`${place}/ask`}
        size="compact-md"
        fz={14}
        variant="default"
        leftSection={<IconMessageQuestion size={16} />}
      >
        {t("act.ask")}
      </ButtonLink>
      {may(me, "read", "reports") && <Downloads examination={report.id} />}
      <CopyAs markdown={() => asMarkdown(report, t)} json={() => report} />
    </>
  );
}

/** Has a host examined, shows how far it is, and goes there. */
function ExamineNow({ host }: { host: string }) {
  const { t } = useTranslation("examinations");
  const navigate = useNavigate();
  const [wanted, setWanted] = useState("");
  const begun = useMutation({ mutationFn: () => examineNow(host), onSuccess: setWanted });
  const followed = useExamining(wanted);
  useEffect(() => {
    if (wanted && followed.kept)
      void navigate({ to: `/examinations/${wanted}` }).then(() => setWanted(""));
  }, [wanted, followed.kept, navigate]);
  const vain = endedInVain(followed);
  const busy = begun.isPending || (wanted !== "" && !vain);
  const key = stepKey(followed.step);
  const step = key ? t(`step.${key}`) : followed.step;
  return (
    <>
      <Button
        size="compact-md"
        fz={14}
        leftSection={
          busy ? <Loader size={13} color="currentColor" /> : <IconPlayerPlayFilled size={13} />
        }
        aria-disabled={busy}
        title={busy ? step : undefined}
        onClick={() => !busy && begun.mutate()}
      >
        {!busy && t("act.examine")}
        {busy &&
          (followed.progress
            ? t("act.examining", { share: percent(followed.progress) })
            : t("act.waiting"))}
      </Button>
      <span className="hx-hidden" role="status">
        {busy ? step : ""}
      </span>
      {(begun.error ?? vain) && (
        <div className={classes.problem}>
          <ShowProblem
            error={begun.error ?? new Error(followed.reason)}
            again={() => begun.mutate()}
          />
        </div>
      )}
    </>
  );
}

const FORMS = [
  ["forMail", "html"],
  ["pdf", "pdf"],
  ["markdown", "markdown"],
  ["json", "json"],
] as const;

function Downloads({ examination }: { examination: string }) {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const place = `/api/v1/examinations/${encodeURIComponent(examination)}/report`;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="compact-md"
          fz={14}
          variant="default"
          leftSection={<IconFileDownload size={16} />}
          rightSection={<IconChevronDown size={13} />}
        >
          {t("act.report")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMS.map(([word, form]) => (
          <Menu.Item key={form} component="a" href={`${place}.${form}?lang=${language}`} download>
            {t(`act.${word}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
