import { Alert, Stack } from "@mantine/core";
import { IconRulerMeasure } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import { Actions } from "./Actions";
import { Columns } from "./Columns";
import { specialistsOf } from "./course";
import { Matrix } from "./Matrix";
import classes from "./Panel.module.css";
import type { Column } from "./replay";
import { Strikes } from "./Strikes";

/** A panel whose specialists all spoke by rules: the same page, and what a model would add. */
export function RulesPanel({ report }: { report: Report }) {
  const { t } = useTranslation("panel");
  const specialists = specialistsOf(report.opinions.map((one) => one.specialist));
  const columns = specialists.map((one) => byRules(one, report));
  return (
    <Page
      title={t("title")}
      subtitle={`${t("byRules")} · ${t("of", { host: report.host.name, time: moment(report.time) })}`}
      actions={<Actions report={report} columns={columns} turns={[]} events={[]} />}
    >
      <Alert icon={<IconRulerMeasure />} title={t("rules.title")} variant="light">
        <Stack gap="xs" align="flex-start">
          <span>{t("rules.lead")}</span>
          <ButtonLink to="/settings/models" size="compact-sm" variant="default">
            {t("rules.choose")}
          </ButtonLink>
        </Stack>
      </Alert>
      <Columns columns={columns} report={report} examination={report.id} />
      <Matrix report={report} specialists={specialists} />
      <Strikes struck={[]} byRules />
      <Sheet title={t("sent.title")}>
        <p className={classes.gap}>{t("sent.nothing")}</p>
      </Sheet>
    </Page>
  );
}

function byRules(specialist: string, report: Report): Column {
  const why = report.absent[specialist] ?? "";
  return {
    specialist,
    state: why ? "absent" : "rules",
    reason: why,
    model: "",
    calls: 0,
    seconds: null,
    firstTokenS: null,
    inputTokens: null,
    outputTokens: null,
    cachedTokens: null,
    dollars: null,
    unpriced: false,
    struck: 0,
    opinions: report.opinions
      .filter((one) => one.specialist === specialist)
      .map((one) => ({
        item: one.item,
        stance: one.stance,
        severity: one.severity,
        confidence: one.confidence,
        words: one.advice,
        because: one.because,
        standsIn: one.stands_in,
      })),
  };
}
