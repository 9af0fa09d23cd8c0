import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CopyAs } from "@/components/CopyAs";
import { Export } from "@/components/Export";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { useAddress } from "@/lib/address";
import { COLUMNS, markdownOf, rowsOf } from "./exports";
import { measuredOf } from "./measured";
import { Measurements } from "./Measurements";
import { Over } from "./Over";
import classes from "./Performance.module.css";
import { COUNTS, performanceQuery, RANGES, type Performance, type Range } from "./queries";

const PAUSE_MS = 400;

/** How the panel's specialists do, by their models, over the panels that are kept. */
export default function PerformancePage() {
  const { t } = useTranslation("performance");
  const [words, setWords] = useAddress();
  const wanted = words["range"] ?? "";
  const range: Range = wanted in RANGES ? (wanted as Range) : "";
  const panels = COUNTS.find((one) => one === words["panels"]) ?? "50";
  const host = words["host"] ?? "";
  const query = useQuery(performanceQuery(range, host, Number(panels)));
  const write = useDebouncedCallback((name: string) => setWords({ host: name }, true), PAUSE_MS);
  return (
    <Page
      title={t("title")}
      subtitle={t("lead")}
      actions={query.data && <Save performance={query.data} />}
    >
      <div className={classes.choice}>
        <SegmentedControl
          size="xs"
          aria-label={t("range")}
          data={(Object.keys(RANGES) as Range[]).map((one) => ({
            value: one,
            label: t(`ranges.${one || "all"}`),
          }))}
          value={range}
          onChange={(value) => setWords({ range: value })}
        />
        <Select
          size="xs"
          aria-label={t("panels")}
          allowDeselect={false}
          className={classes.count ?? ""}
          data={COUNTS.map((one) => ({ value: one, label: t("newest", { count: Number(one) }) }))}
          value={panels}
          onChange={(value) => setWords({ panels: value ?? "" })}
        />
        <TextInput
          key={host}
          size="xs"
          aria-label={t("host")}
          placeholder={t("host")}
          defaultValue={host}
          onChange={(event) => write(event.currentTarget.value)}
        />
      </div>
      <Answered query={query} height={420}>
        {(performance) => <Shown performance={performance} />}
      </Answered>
    </Page>
  );
}

function Shown({ performance }: { performance: Performance }) {
  const { t } = useTranslation("performance");
  const measured = useMemo(() => measuredOf(performance.did), [performance]);
  return (
    <>
      <p className={classes.note} aria-live="polite">
        {t("looked", { count: performance.panels })}{" "}
        {!performance.complete && t("more", { count: performance.panels })}
      </p>
      <Measurements measured={measured} />
      {measured.length > 0 && <Over did={performance.did} />}
    </>
  );
}

function Save({ performance }: { performance: Performance }) {
  const measured = measuredOf(performance.did);
  return (
    <>
      <CopyAs markdown={() => markdownOf(measured)} json={() => measured} />
      <Export
        name="panel-performance"
        columns={COLUMNS}
        rows={() => rowsOf(measured)}
        json={() => performance}
      />
    </>
  );
}
