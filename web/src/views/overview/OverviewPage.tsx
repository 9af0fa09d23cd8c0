import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { IconSearch, IconServer } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CopyAs } from "@/components/CopyAs";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { tabled } from "@/lib/markdown";
import { matching, ORDERS, sorted, type Glance, type Order } from "./glance";
import { HostGrid } from "./HostGrid";
import { HostList } from "./HostList";
import classes from "./Overview.module.css";
import { Totals } from "./Totals";
import { useLines, useOverview } from "./useOverview";

const COLUMNS = [
  "host",
  "name",
  "score",
  "health",
  "why",
  "worst",
  "examined",
  "headline",
] as const;

/** All hosts at a glance. */
export default function OverviewPage() {
  const { t } = useTranslation("overview");
  const [words, change] = useAddress();
  const { hosts, glances, findings, jobs, panel } = useOverview();
  const { text = "", health = "", order = "worst" } = words;
  const shown = useMemo(
    () =>
      sorted(
        matching(glances, text, health),
        ORDERS.includes(order as Order) ? (order as Order) : "worst",
      ),
    [glances, text, health, order],
  );
  const rows = () => shown.map(rowOf);
  return (
    <Page
      title={t("title")}
      subtitle={panel && t("panel", { summary: panel.collaboration_summary })}
      actions={
        <>
          <CopyAs markdown={() => markdownOf(shown)} json={() => shown} />
          <Export name="overview" columns={COLUMNS} rows={rows} json={() => shown} />
        </>
      }
    >
      <Answered query={hosts} height={480}>
        {(all) =>
          all.length ? (
            <>
              <Totals
                glances={glances}
                findings={findings}
                jobs={jobs}
                health={health}
                onHealth={(one) => change({ health: one })}
              />
              <Tools words={words} change={change} count={shown.length} />
              <Hosts shown={shown} list={words["as"] === "list"} />
            </>
          ) : (
            <NoHosts />
          )
        }
      </Answered>
    </Page>
  );
}

function Hosts({ shown, list }: { shown: Glance[]; list: boolean }) {
  const { t } = useTranslation("overview");
  const lines = useLines();
  if (!shown.length)
    return (
      <Sheet>
        <Empty icon={IconSearch} title={t("noMatch")} hint={t("noMatchHint")} />
      </Sheet>
    );
  return list ? (
    <HostList glances={shown} lines={lines} />
  ) : (
    <HostGrid glances={shown} lines={lines} />
  );
}

interface ToolsProps {
  words: Readonly<Record<string, string>>;
  change: (words: Record<string, string>, replace?: boolean) => void;
  count: number;
}

function Tools({ words, change, count }: ToolsProps) {
  const { t } = useTranslation("overview");
  return (
    <div className={classes.tools}>
      <TextInput
        size="xs"
        className={classes.text}
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder={t("filter")}
        aria-label={t("filter")}
        value={words["text"] ?? ""}
        onChange={(event) => change({ text: event.currentTarget.value }, true)}
      />
      <NativeSelect
        size="xs"
        aria-label={t("order")}
        value={words["order"] ?? "worst"}
        onChange={({ currentTarget: { value } }) =>
          change({ order: value === "worst" ? "" : value })
        }
        data={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("as")}
        value={words["as"] === "list" ? "list" : "grid"}
        onChange={(value) => change({ as: value === "grid" ? "" : value })}
        data={[
          { value: "grid", label: t("grid") },
          { value: "list", label: t("list") },
        ]}
      />
      <span className={classes.soft} aria-live="polite">
        {t("hosts", { count })}
      </span>
    </div>
  );
}

function NoHosts() {
  const { t } = useTranslation("overview");
  return (
    <Sheet>
      <Empty
        icon={IconServer}
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
    </Sheet>
  );
}

function rowOf({ host, score, health, why, worst, newest }: Glance) {
  return [host.id, host.name, score, health, why, worst, newest?.time, newest?.headline];
}

function markdownOf(glances: readonly Glance[]): string {
  return tabled(
    ["Host", "Health", "Worst", "Examined", "Headline"],
    glances.map(({ host, score, health, worst, newest }) => [
      host.name,
      score === null ? health : `${Math.round(score)} (${health})`,
      worst,
      newest?.time ?? "",
      newest?.headline ?? "",
    ]),
  );
}
