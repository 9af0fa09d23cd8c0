import { IconBolt, IconBoltOff, IconHistory, IconPlayerPause } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { seconds } from "@/lib/format";
import type { HostFlow } from "./flow";
import classes from "./Live.module.css";

const TICK_MS = 1_000;

/** Whether the page follows the host, stands still, or has been without news, and for how long. */
export function Badge({ flow, paused, past }: { flow: HostFlow; paused: boolean; past: boolean }) {
  const { t } = useTranslation("live");
  const [stale, setStale] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    const look = () => {
      setStale(flow.staleS());
      setHeard(flow.look().heardMs > 0);
    };
    const timer = window.setInterval(look, TICK_MS);
    const leave = flow.watch(look);
    return () => {
      window.clearInterval(timer);
      leave();
    };
  }, [flow]);
  const state = past ? "past" : paused ? "paused" : stale ? "stale" : heard ? "live" : "waiting";
  const Shape = { past: IconHistory, paused: IconPlayerPause, stale: IconBoltOff }[
    state as "past"
  ] as typeof IconBolt | undefined;
  const Mark = Shape ?? IconBolt;
  return (
    <span className={classes.badge} data-state={state} role="status">
      <Mark size={14} aria-hidden />
      {state === "stale" ? t("stale", { time: seconds(stale) }) : t(`badge.${state}`)}
    </span>
  );
}
