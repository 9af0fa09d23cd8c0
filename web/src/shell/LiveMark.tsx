import { IconBolt, IconBoltOff, IconLoader2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { live, useLiveState } from "@/api/live/live";
import { seconds } from "@/lib/format";
import classes from "./Shell.module.css";

const A_SECOND_MS = 1_000;

/** Whether what is seen is live, and for how long it has been stale where it is not. */
export function LiveMark() {
  const { t } = useTranslation("shell");
  const state = useLiveState();
  const stale = useStale(state === "lost");
  if (state === "closed") return null;
  const Shape = state === "live" ? IconBolt : state === "lost" ? IconBoltOff : IconLoader2;
  return (
    <span className={classes.live} data-state={state} role="status">
      <Shape size={14} aria-hidden />
      {state === "lost" ? t("live.stale", { time: seconds(stale) }) : t(`live.${state}`)}
    </span>
  );
}

function useStale(counting: boolean): number {
  const [since, setSince] = useState(0);
  useEffect(() => {
    if (!counting) return;
    const look = () => setSince(Math.round((performance.now() - live().state().heardMs) / 1_000));
    look();
    const timer = window.setInterval(look, A_SECOND_MS);
    return () => window.clearInterval(timer);
  }, [counting]);
  return since;
}
