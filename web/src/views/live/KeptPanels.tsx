import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Answered } from "@/components/Problems";
import { TimeChart } from "@/components/charts/TimeChart";
import { SECTIONS, type Panel } from "./catalogue";
import classes from "./Live.module.css";
import { Absent, PanelCard } from "./PanelCard";
import type { Range } from "./place";
import { isRaw, keptQuery, type Answer } from "./queries";

interface KeptPanelsProps {
  host: string;
  range: Range;
  onZoom: (from: number, to: number) => void;
}

const REFRESH_MS = 15_000;

/** All charts of a host over a range that is past. */
export function KeptPanels({ host, range, onZoom }: KeptPanelsProps) {
  const { t } = useTranslation("live");
  const raw = isRaw(range.start, range.end);
  const queries = useQueries({
    queries: SECTIONS.map(({ match }) => ({
      ...keptQuery(host, match, range.from, range.to, raw),
      refetchInterval: range.to === "now" ? REFRESH_MS : (false as const),
    })),
  });
  return SECTIONS.map((section, at) => (
    <section key={section.id} id={section.id} className={classes.section}>
      <h2>{t(`section.${section.id}`)}</h2>
      <div className={classes.grid}>
        {section.panels.map((panel) => (
          <PanelCard key={panel.id} id={panel.id}>
            {queries[at] && (
              <Answered query={queries[at]} height={200}>
                {(answer) => <Past panel={panel} answer={answer} range={range} onZoom={onZoom} />}
              </Answered>
            )}
          </PanelCard>
        ))}
      </div>
    </section>
  ));
}

interface PastProps {
  panel: Panel;
  answer: Answer;
  range: Range;
  onZoom: (from: number, to: number) => void;
}

function Past({ panel, answer, range, onZoom }: PastProps) {
  const { t } = useTranslation("live");
  const series = useMemo(() => {
    const points = new Map(answer.items.map((one) => [one.key, one.points as [number, number][]]));
    return panel
      .lines([...points.keys()])
      .map(({ key, label }) => ({ label, points: points.get(key) ?? [] }));
  }, [panel, answer]);
  const holes = useMemo(
    () =>
      answer.damaged.map(
        ({ start, end }) => [Date.parse(start) / 1000, Date.parse(end) / 1000] as const,
      ),
    [answer],
  );
  if (!series.length) return <Absent id={panel.id} />;
  const { id, unit, stacked, most, atLeast } = panel;
  return (
    <>
      <TimeChart
        title={t(`panel.${id}.title`)}
        series={series}
        unit={unit}
        stacked={stacked}
        most={most}
        atLeast={atLeast}
        sync="live"
        height={130}
        range={[range.start, range.end]}
        holes={holes}
        onZoom={onZoom}
        legend
        bare
      />
      {holes.length > 0 && <p className={classes.holes}>{t("damaged", { count: holes.length })}</p>}
    </>
  );
}
