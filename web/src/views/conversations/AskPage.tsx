import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { reportQuery } from "@/api/report";
import { turnMarkdown } from "@/components/answer/answer";
import { valueOf } from "@/components/answer/EvidenceChip";
import { useRoleName } from "@/components/answer/useRoleName";
import { CopyAs } from "@/components/CopyAs";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { moment } from "@/lib/time";
import { usePreferences } from "@/state/preferences";
import classes from "./Ask.module.css";
import { Beside } from "./Beside";
import { Earlier } from "./Earlier";
import { conversationQuery, conversationsQuery } from "./queries";
import { Talk } from "./Talk";
import { useAsking } from "./useAsking";

/** The conversation with the panel beside an examination. */
export default function AskPage() {
  const { t } = useTranslation("conversations");
  const { examination = "" }: { examination?: string } = useParams({ strict: false });
  const language = usePreferences((state) => state.language);
  const role = useRoleName();
  const report = useQuery(reportQuery(examination, language));
  const lines = useQuery(conversationsQuery(examination));
  const asking = useAsking(examination);
  const { conversation } = asking;
  const known = lines.data?.some((one) => one.id === conversation) ?? false;
  const talk = useQuery({ ...conversationQuery(examination, conversation), enabled: known });
  const turns = (known ? talk.data?.turns : undefined) ?? [];
  const host = report.data?.host.name ?? "";
  return (
    <Page
      title={t("title")}
      subtitle={report.data && t("of", { host, time: moment(report.data.time) })}
      actions={
        <>
          <ButtonLink
            to={`/examinations/${examination}`}
            size="compact-md"
            fz={14}
            variant="default"
            preload={false}
          >
            {t("toExamination")}
          </ButtonLink>
          {turns.length > 0 && (
            <CopyAs
              markdown={() =>
                turns.map((one) => turnMarkdown(one, { value: valueOf, role })).join("\n")
              }
              json={() => talk.data}
            />
          )}
        </>
      }
    >
      <Answered query={report} height={420}>
        {(document) => (
          <div className={classes.columns}>
            <Talk report={document} turns={turns} asking={asking} />
            <div className={classes.beside}>
              <Beside report={document} />
              <Earlier lines={lines} chosen={conversation} onChoose={asking.choose} />
            </div>
          </div>
        )}
      </Answered>
    </Page>
  );
}
