import { Alert, Group, Stack } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { findingQuery } from "@/api/findings";
import { reportQuery, type Report } from "@/api/report";
import type { Schemas } from "@/api/client";
import { CopyAs } from "@/components/CopyAs";
import { IgnoreFinding } from "@/components/IgnoreFinding";
import { Link } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered, ShowProblem } from "@/components/Problems";
import { Severity } from "@/components/Severity";
import { moment } from "@/lib/time";
import { usePreferences } from "@/state/preferences";
import { Charts } from "./Charts";
import { Claim } from "./Claim";
import { EvidenceTable } from "./EvidenceTable";
import { markdownOf } from "./markdown";
import { Neighbours } from "./Neighbours";
import { Remedies } from "./Remedies";
import { toldOf } from "./told";
import { Voices } from "./Voices";

/** One finding: what is claimed, what proves it, what to do, and who says so. */
export default function FindingPage() {
  const { examination = "", finding = "" }: Partial<Record<"examination" | "finding", string>> =
    useParams({ strict: false });
  const language = usePreferences((state) => state.language);
  const one = useQuery(findingQuery(examination, finding, language));
  const report = useQuery(reportQuery(examination, language));
  return (
    <Answered query={one} height={480}>
      {(kept) => (
        <Answered query={report} height={480}>
          {(whole) => <Whole key={kept.id} kept={kept} report={whole} />}
        </Answered>
      )}
    </Answered>
  );
}

interface WholeProps {
  kept: Schemas["WholeFinding"];
  report: Report;
}

function Whole({ kept, report }: WholeProps) {
  const { t } = useTranslation("findings");
  const told = toldOf(report, kept.id);
  if (!told) return <ShowProblem error={new Error(t("notInReport"))} />;
  const { finding } = told;
  return (
    <Page
      title={finding.title}
      subtitle={
        <Group gap={8}>
          <Severity of={finding.severity} />
          <Link to={`/hosts/${encodeURIComponent(report.host.id)}`}>{report.host.name}</Link>
          <span>·</span>
          <Link to={`/examinations/${encodeURIComponent(report.id)}`}>{moment(report.time)}</Link>
        </Group>
      }
      actions={
        <>
          <Neighbours told={told} examination={report.id} />
          <IgnoreFinding
            examination={report.id}
            id={finding.id}
            title={finding.title}
            ignored={kept.ignored}
          />
          <CopyAs
            markdown={() => markdownOf(told, report, window.location.href)}
            json={() => ({ ...told, examination: report.id, host: report.host })}
          />
        </>
      }
    >
      {kept.ignored && <Ignored kept={kept} />}
      <Stack gap={16}>
        <Claim told={told} report={report} />
        <Charts told={told} report={report} />
        <EvidenceTable told={told} />
        <Remedies told={told} />
        <Voices told={told} report={report} />
      </Stack>
    </Page>
  );
}

function Ignored({ kept }: { kept: Schemas["WholeFinding"] }) {
  const { t } = useTranslation("findings");
  const how = kept.ignored_until
    ? t("ignoredUntil", { until: moment(kept.ignored_until) })
    : t("ignoredForGood");
  return (
    <Alert color="gray" variant="light" icon={<IconEyeOff />} title={how}>
      {kept.ignored_because}
    </Alert>
  );
}
