import { Group } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { TimeChart } from "@/components/charts/TimeChart";
import { CopyAs } from "@/components/CopyAs";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { seconds } from "@/lib/format";
import { momentWord } from "@/lib/series";
import { linesQuery } from "./queries";
import { asksOf, byUnit, labelsOf, type Named, type Words } from "./question";
import classes from "./Series.module.css";

interface LinesProps {
  words: Words;
  each: boolean;
  onChange: (words: Words) => void;
}

/** Lines that share a chart: of more of them the first, for nobody could tell them apart. */
const MOST_TOGETHER = 16;
const MOST_CHARTS = 60;

/** What the series came to, together by unit or one chart each. */
export function Lines({ words, each, onChange }: LinesProps) {
  const { t } = useTranslation("series");
  const query = useQuery(linesQuery(words));
  if (!asksOf(words).length)
    return <Empty icon={IconChartLine} title={t("choose")} hint={t("chooseHint")} />;
  const zoom = (from: number, to: number) =>
    onChange({ from: momentWord(Math.floor(from)), to: momentWord(Math.ceil(to)) });
  return (
    <Answered query={query} height={320}>
      {({ items, damaged, step, resolution }) => (
        <>
          <Group justify="space-between" gap="xs">
            <p className={classes.note}>
              {t("answer", { count: items.length, step: seconds(step), read: seconds(resolution) })}
              {damaged.length > 0 && <b> {t("damaged", { count: damaged.length })}</b>}
            </p>
            {items.length > 0 && <Files lines={items} />}
          </Group>
          {items.length ? (
            <Charts
              lines={items}
              each={each}
              zoom={zoom}
              holes={damaged.map((one) => [seconded(one.start), seconded(one.end)] as const)}
            />
          ) : (
            <Empty icon={IconChartLine} title={t("nothing")} hint={t("nothingHint")} />
          )}
        </>
      )}
    </Answered>
  );
}

function seconded(time: string): number {
  return Date.parse(time) / 1000;
}

interface ChartsProps {
  lines: Named[];
  each: boolean;
  zoom: (from: number, to: number) => void;
  holes: readonly (readonly [number, number])[];
}

function Charts({ lines, each, zoom, holes }: ChartsProps) {
  const { t } = useTranslation("series");
  const sets = useMemo(
    () =>
      each
        ? lines.slice(0, MOST_CHARTS).map((one): [string, Named[]] => [one.unit, [one]])
        : byUnit(lines),
    [lines, each],
  );
  return (
    <div className={each ? classes.many : classes.few}>
      {sets.map(([unit, all]) => {
        const shown = all.slice(0, MOST_TOGETHER);
        const labels = labelsOf(shown);
        const title = each ? (labels[0] ?? unit) : t("inUnit", { unit: unit || t("noUnit") });
        return (
          <Sheet key={each ? `${all[0]?.host ?? ""} ${title}` : unit} title={title}>
            <Drawn
              title={title}
              unit={unit}
              lines={shown}
              labels={labels}
              each={each}
              zoom={zoom}
              holes={holes}
            />
            {all.length > shown.length && (
              <p className={classes.note}>{t("more", { count: all.length - shown.length })}</p>
            )}
          </Sheet>
        );
      })}
    </div>
  );
}

interface DrawnProps extends ChartsProps {
  title: string;
  unit: string;
  labels: string[];
}

function Drawn({ title, unit, lines, labels, each, zoom, holes }: DrawnProps) {
  const series = useMemo(
    () =>
      lines.map((one, at) => ({
        label: labels[at] ?? one.key,
        points: one.points as [number, number][],
      })),
    // the labels are made of the lines
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [lines],
  );
  return (
    <TimeChart
      title={title}
      unit={unit}
      series={series}
      height={each ? 110 : 280}
      sync="series"
      onZoom={zoom}
      holes={holes}
      legend
      bare={each}
    />
  );
}

const COLUMNS = ["host", "key", "unit", "time", "value"] as const;

/** What is seen, for a spreadsheet, a program or a ticket. */
function Files({ lines }: { lines: Named[] }) {
  const rows = () =>
    lines.flatMap((one) =>
      one.points.map(([at, value]) => [
        one.host_name,
        one.key,
        one.unit,
        new Date(Number(at) * 1000).toISOString(),
        value,
      ]),
    );
  const newest = () =>
    lines.map(
      (one) => `| ${one.host_name} | ${one.key} | ${one.points.at(-1)?.[1] ?? "?"} | ${one.unit} |`,
    );
  return (
    <Group gap="xs">
      <CopyAs
        markdown={() =>
          ["| host | series | newest | unit |", "| --- | --- | --- | --- |", ...newest()].join("\n")
        }
        json={() => lines}
      />
      <Export name="series" columns={COLUMNS} rows={rows} json={() => lines} />
    </Group>
  );
}
