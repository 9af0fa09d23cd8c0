import { Button, Loader } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Finding } from "@/api/findings";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { tabled } from "@/lib/markdown";
import { useAddress } from "@/lib/address";
import { moment } from "@/lib/time";
import { useColumns } from "./columns";
import { Filters } from "./Filters";
import { chosenOf, NOTHING, type Chosen } from "./filters";
import classes from "./Findings.module.css";
import { MOST_ROWS, useFindings, type Shown } from "./useFindings";

const MOST_COPIED = 500;

const COLUMNS = [
  "host",
  "severity",
  "when",
  "title",
  "culprit",
  "resource",
  "check",
  "time",
  "ignored",
  "examination",
  "id",
] as const;

/** All findings over all hosts. */
export default function FindingsPage() {
  const { t } = useTranslation("findings");
  const [words, change] = useAddress();
  const chosen = chosenOf(words);
  const shown = useFindings(chosen);
  const rows = () =>
    shown.rows.map((one) => [
      one.host_name,
      ...COLUMNS.slice(1).map((name) => one[name as keyof Finding]),
    ]);
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          <CopyAs markdown={() => markdownOf(shown.rows)} json={() => shown.rows} />
          <Export name="findings" columns={COLUMNS} rows={rows} json={() => shown.rows} />
        </>
      }
    >
      <Filters chosen={chosen} change={change} />
      <Sheet flush>
        <Status shown={shown} />
        <Answered query={shown.query} height={480}>
          {() => <Rows shown={shown} chosen={chosen} clear={() => change(NOTHING)} />}
        </Answered>
      </Sheet>
    </Page>
  );
}

function Status({ shown }: { shown: Shown }) {
  const { t } = useTranslation("findings");
  const { rows, more, full, fresh } = shown;
  return (
    <div className={classes.status}>
      <span aria-live="polite">
        {more && !full
          ? t("loadingMore", { count: rows.length })
          : t("count", { count: rows.length })}
        {full && ` · ${t("tooMany", { count: MOST_ROWS })}`}
      </span>
      {more && !full && <Loader size={14} aria-hidden />}
      {fresh > 0 && (
        <Button size="compact-xs" variant="light" onClick={shown.showFresh}>
          {t("fresh", { count: fresh })}
        </Button>
      )}
    </div>
  );
}

interface RowsProps {
  shown: Shown;
  chosen: Chosen;
  clear: () => void;
}

function Rows({ shown, chosen, clear }: RowsProps) {
  const { t } = useTranslation("findings");
  const columns = useColumns(chosen.ignored !== "no");
  if (shown.more && !shown.rows.length) return null;
  const empty = shown.filtered ? (
    <Empty
      icon={IconListSearch}
      title={t("noMatch")}
      hint={
        <>
          <p>{t("noMatchHint")}</p>
          <Button variant="default" size="compact-md" onClick={clear}>
            {t("filter.clear")}
          </Button>
        </>
      }
    />
  ) : (
    <Empty
      icon={IconListSearch}
      title={t("none")}
      hint={
        <>
          <p>{t("noneHint")}</p>
          <ButtonLink to="/" size="compact-md">
            {t("toDiagnosis")}
          </ButtonLink>
        </>
      }
    />
  );
  return (
    <DataTable
      label={t("title")}
      rows={shown.rows}
      columns={columns}
      rowKey={(one) => `${one.examination}/${one.id}`}
      height={640}
      empty={empty}
    />
  );
}

function markdownOf(rows: readonly Finding[]): string {
  return tabled(
    ["Host", "Severity", "Finding", "Culprit", "Time"],
    rows
      .slice(0, MOST_COPIED)
      .map((one) => [one.host_name, one.severity, one.title, one.culprit, moment(one.time)]),
  );
}
