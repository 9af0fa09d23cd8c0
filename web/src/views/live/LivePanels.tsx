import { Skeleton } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LiveChart } from "@/components/charts/LiveChart";
import { SECTIONS, type Panel } from "./catalogue";
import type { HostFlow } from "./flow";
import classes from "./Live.module.css";
import { Absent, PanelCard } from "./PanelCard";
import { useKeys, useShown } from "./useHostFlow";

interface LivePanelsProps {
  flow: HostFlow;
  onZoom: (from: number, to: number) => void;
}

/** All charts of a host as they come. */
export function LivePanels({ flow, onZoom }: LivePanelsProps) {
  const { t } = useTranslation("live");
  const keys = useKeys(flow);
  return SECTIONS.map((section) => (
    <section key={section.id} id={section.id} className={classes.section}>
      <h2>{t(`section.${section.id}`)}</h2>
      <div className={classes.grid}>
        {section.panels.map((panel) => (
          <PanelCard key={panel.id} id={panel.id}>
            <Followed panel={panel} keys={keys} flow={flow} onZoom={onZoom} />
          </PanelCard>
        ))}
      </div>
    </section>
  ));
}

interface FollowedProps extends LivePanelsProps {
  panel: Panel;
  keys: readonly string[];
}

function Followed({ panel, keys, flow, onZoom }: FollowedProps) {
  const { t } = useTranslation("live");
  const lines = useMemo(() => panel.lines(keys), [panel, keys]);
  if (!lines.length) return <Waiting id={panel.id} flow={flow} />;
  const { id, unit, stacked, most, atLeast } = panel;
  return (
    <LiveChart
      title={t(`panel.${id}.title`)}
      flow={flow}
      lines={lines}
      unit={unit}
      stacked={stacked}
      most={most}
      atLeast={atLeast}
      sync="live"
      onZoom={onZoom}
    />
  );
}

/** Until it was asked what is kept and a sample has come, nobody knows what there is. */
function Waiting({ id, flow }: { id: string; flow: HostFlow }) {
  const { asked, heardMs } = useShown(flow);
  return asked || heardMs ? <Absent id={id} /> : <Skeleton height={180} radius="sm" />;
}
