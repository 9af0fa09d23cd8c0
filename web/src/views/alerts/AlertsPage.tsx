import { Alert as Note, NativeSelect } from "@mantine/core";
import { IconBellCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyAs } from "@/components/CopyAs";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Page } from "@/components/Page";
import { Answered, ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { number } from "@/lib/format";
import { tabled } from "@/lib/markdown";
import { byLevel, chosen, LEVELS, SOURCES, type Alert } from "./alert";
import { AlertRows } from "./AlertRows";
import classes from "./Alerts.module.css";
import { LevelMark } from "./LevelMark";
import { useAlerts } from "./useAlerts";

const COLUMNS = ["level", "source", "title", "says", "detail", "host", "time"] as const;

/** What asks for attention now, by how much it does. */
export default function AlertsPage() {
  const { t } = useTranslation("alerts");
  const [words, change] = useAddress();
  const { findings, alerts, missing, cut } = useAlerts();
  const { level = "", source = "" } = words;
  const shown = chosen(alerts, level, source);
  const rows = () =>
    shown.map((one) => COLUMNS.map((name) => (name === "host" ? one.hostName : one[name])));
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          <CopyAs markdown={() => markdownOf(shown)} json={() => shown} />
          <Export name="alerts" columns={COLUMNS} rows={rows} json={() => shown} />
        </>
      }
    >
      <Levels alerts={chosen(alerts, "", source)} level={level} change={change} />
      <NativeSelect
        size="xs"
        className={classes.source}
        aria-label={t("source")}
        value={source}
        onChange={(event) => change({ source: event.currentTarget.value })}
        data={[
          { value: "", label: t("anySource") },
          ...SOURCES.map((value) => ({ value, label: t(`sources.${value}`) })),
        ]}
      />
      {cut && <Note color="yellow">{t("cut", { count: findings.data?.items.length ?? 0 })}</Note>}
      {missing && findings.data && <ShowProblem error={missing} />}
      <Answered query={findings} height={320}>
        {() => <Groups alerts={shown} all={alerts.length} />}
      </Answered>
    </Page>
  );
}

interface LevelsProps {
  alerts: readonly Alert[];
  level: string;
  change: (words: Record<string, string>) => void;
}

/** How many there are of each level; choosing one shows it alone. */
function Levels({ alerts, level, change }: LevelsProps) {
  const { t } = useTranslation("alerts");
  const parted = byLevel(alerts);
  return (
    <div className={classes.levels} role="group" aria-label={t("level")}>
      {LEVELS.map((one) => (
        <button
          key={one}
          type="button"
          className={classes.level}
          aria-pressed={level === one}
          onClick={() => change({ level: level === one ? "" : one })}
        >
          <span className={classes.count}>{number(parted[one].length)}</span>
          <LevelMark of={one} />
        </button>
      ))}
    </div>
  );
}

function Groups({ alerts, all }: { alerts: readonly Alert[]; all: number }) {
  const { t } = useTranslation("alerts");
  const parted = byLevel(alerts);
  if (!alerts.length)
    return (
      <Sheet>
        <Empty
          icon={IconBellCheck}
          title={all ? t("noMatch") : t("none")}
          hint={all ? t("noMatchHint") : t("noneHint")}
        />
      </Sheet>
    );
  return LEVELS.filter((level) => parted[level].length).map((level) => (
    <Sheet key={level} title={<LevelMark of={level} />} aside={number(parted[level].length)} flush>
      <AlertRows label={t(`levels.${level}`)} alerts={parted[level]} />
    </Sheet>
  ));
}

function markdownOf(alerts: readonly Alert[]): string {
  return tabled(
    ["Level", "Source", "Host", "What", "Time"],
    alerts.map((one) => [
      one.level,
      one.source,
      one.hostName,
      [one.title, one.detail].filter(Boolean).join(": "),
      one.time,
    ]),
  );
}
