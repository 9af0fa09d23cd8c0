import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Answered } from "@/components/Problems";
import { TimeChart } from "@/components/charts/TimeChart";
import { SECTIONS, type Panel, type Section } from "./catalogue";
import classes from "./Live.module.css";
import { Absent, PanelCard } from "./PanelCard";
import type { Range } from "./place";
import { isRaw, keptQuery, type Shown } from "./queries";

interface KeptPanelsProps {
  host: string;
  range: Range;
  onZoom: (from: number, to: number) => void;
}

const REFRESH_MS = 15_000;

/** All charts of a host over a range that is past. */
export function KeptPanels({ host, range, onZoom }: KeptPanelsProps) {
  const { t } = useTranslation("live");
  return SECTIONS.map((section) => (
    <section key={section.id} id={section.id} className={classes.section}>
      <h2>{t(`section.${section.id}`)}</h2>
      <Kept section={section} host={host} range={range} onZoom={onZoom} />
    </section>
  ));
}

function Kept({ section, host, range, onZoom }: KeptPanelsProps & { section: Section }) {
  const raw = isRaw(range.start, range.end);
  const query = useQuery({
    ...keptQuery(host, section.matches, range.from, range.to, raw),
    refetchInterval: range.to === "now" ? REFRESH_MS : false,
  });
  return (
    <Answered query={query} height={260}>
      {(answer) => (
        <div className={classes.grid}>
          {section.panels.map((panel) => (
            <PanelCard key={panel.id} id={panel.id}>
              <Past panel={panel} answer={answer} range={range} onZoom={onZoom} />
            </PanelCard>
          ))}
        </div>
      )}
    </Answered>
  );
}

interface PastProps {
  panel: Panel;
  answer: Shown;
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
