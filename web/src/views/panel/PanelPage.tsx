import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { reportQuery } from "@/api/report";
import { Page } from "@/components/Page";
import { ShowProblem } from "@/components/Problems";
import { usePreferences } from "@/state/preferences";
import { KeptPanel } from "./KeptPanel";
import { LivePanel } from "./LivePanel";
import { eventsQuery, sessionQuery } from "./queries";
import { RulesPanel } from "./RulesPanel";

/** A panel: live while it speaks, replayed afterwards; by rules where no model was asked. */
export default function PanelPage() {
  const { examination = "" }: { examination?: string } = useParams({ strict: false });
  const { t } = useTranslation("panel");
  const language = usePreferences((state) => state.language);
  const report = useQuery(reportQuery(examination, language));
  // a report has the record of its panel, null where rules judged alone
  const byModels = !!(report.data as { panel?: unknown } | undefined)?.panel;
  const session = useQuery({ ...sessionQuery(examination, language), enabled: byModels });
  const events = useQuery(eventsQuery(examination, !!session.data));
  if (report.error instanceof Problem && report.error.status === 404)
    return <LivePanel key={examination} examination={examination} unknown={report} />;
  const kept = report.data;
  if (kept && !byModels) return <RulesPanel report={kept} />;
  if (!kept || !session.data || !events.data) {
    const failed = [report, session, events].find((one) => one.error);
    return (
      <Page title={t("title")}>
        {failed ? (
          <ShowProblem error={failed.error} again={() => void failed.refetch()} />
        ) : (
          <Skeleton height={420} radius="md" aria-label={t("loading")} role="status" />
        )}
      </Page>
    );
  }
  return <KeptPanel key={examination} report={kept} session={session.data} events={events.data} />;
}
