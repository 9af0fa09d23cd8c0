import { Tooltip } from "@mantine/core";
import { IconBolt, IconCheck, IconMessageDots, IconScissors, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { Sheet } from "@/components/Sheet";
import { dollars, number, seconds } from "@/lib/format";
import type { Turn } from "./course";
import { lanesOf, phasesOf, ticksOf, type Bar } from "./gantt";
import classes from "./Gantt.module.css";
import { GanttTable } from "./GanttTable";
import { useWhat } from "./useWhat";

const SHAPES = {
  answered: IconCheck,
  cached: IconBolt,
  failed: IconX,
  cut: IconScissors,
  open: IconMessageDots,
} as const;

interface GanttProps {
  turns: readonly Turn[];
  specialists: readonly string[];
  /** The right edge of the scale, in seconds. */
  endS: number;
  /** The moment that is shown; what lies behind it is pale. */
  atS: number;
}

/** The calls of a panel side by side over its time: who waited, who spoke, who failed. */
export function Gantt({ turns, specialists, endS, atS }: GanttProps) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const what = useWhat();
  const lanes = useMemo(() => lanesOf(turns, specialists, endS), [turns, specialists, endS]);
  const phases = useMemo(() => phasesOf(turns, endS), [turns, endS]);
  return (
    <Sheet title={t("gantt.title")} aside={<Legend />}>
      <div className={classes.wide}>
        <div className={classes.chart}>
          <div className={classes.phases} aria-hidden>
            {phases.map((one) => (
              <span
                key={one.what}
                style={{ left: `${one.left}%`, width: `${one.width}%` }}
                title={what(one.what)}
              >
                {what(one.what)}
              </span>
            ))}
          </div>
          {lanes.map((lane) => (
            <div key={lane.specialist} className={classes.lane}>
              <div className={classes.who}>{nameOf(lane.specialist)}</div>
              <div className={classes.track} style={{ height: 10 + 26 * lane.lines }}>
                {lane.bars.map((bar) => (
                  <BarShown key={bar.index} bar={bar} atS={atS} />
                ))}
              </div>
            </div>
          ))}
          <Scale endS={endS} atS={atS} />
        </div>
      </div>
      <GanttTable turns={turns} />
    </Sheet>
  );
}

function BarShown({ bar, atS }: { bar: Bar; atS: number }) {
  const { turn } = bar;
  const lines = useDetails(turn);
  const Shape = SHAPES[turn.outcome];
  const what = useWhat();
  return (
    <Tooltip
      multiline
      maw={380}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
      label={lines.map((line, index) => (
        <div key={index}>{line}</div>
      ))}
    >
      <button
        type="button"
        className={classes.bar}
        data-outcome={turn.outcome}
        data-ahead={turn.beganS > atS}
        style={{ left: `${bar.left}%`, width: `${bar.width}%`, top: 5 + 26 * bar.line }}
        aria-label={lines.join("; ")}
      >
        <span className={classes.waited} style={{ width: `${bar.waited}%` }} aria-hidden />
        <span className={classes.label} aria-hidden>
          <Shape size={13} stroke={2.4} />
          {turn.tries > 1 && <b>×{turn.tries}</b>}
          <span>{what(turn.what)}</span>
        </span>
      </button>
    </Tooltip>
  );
}

/** All that is known of a call, a line each. */
function useDetails(turn: Turn): string[] {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const what = useWhat();
  const outcome = t(`outcome.${turn.outcome}`);
  const lines = [
    t("gantt.call", { who: nameOf(turn.specialist), what: what(turn.what), outcome }),
    t("gantt.span", {
      from: seconds(turn.beganS),
      to: seconds(turn.endS),
      took: seconds(turn.endS - turn.beganS),
    }),
  ];
  if (turn.round > 0) lines.push(t("gantt.round", { count: turn.round }));
  if (turn.firstS !== null)
    lines.push(t("gantt.first", { time: seconds(turn.firstS - turn.beganS) }));
  if (turn.model) lines.push(turn.model);
  if (turn.inputTokens !== null)
    lines.push(
      t("gantt.tokens", {
        input: number(turn.inputTokens),
        output: number(turn.outputTokens ?? 0),
      }),
    );
  if (turn.dollars !== null) lines.push(dollars(turn.dollars));
  if (turn.tries > 1) lines.push(t("gantt.tries", { count: turn.tries }), t("gantt.retries"));
  if (turn.cachedAgeS !== null)
    lines.push(t("gantt.cachedAge", { age: seconds(Math.round(turn.cachedAgeS)) }));
  if (turn.reason) lines.push(turn.reason);
  return lines;
}

function Scale({ endS, atS }: { endS: number; atS: number }) {
  const { t } = useTranslation("panel");
  const whole = Math.max(endS, 0.001);
  return (
    <div className={classes.scale} aria-hidden title={t("gantt.scale")}>
      {ticksOf(endS).map((at) => (
        <span key={at} className={classes.tick} style={{ left: `${(100 * at) / whole}%` }}>
          <i>{seconds(at)}</i>
        </span>
      ))}
      <span className={classes.now} style={{ left: `${Math.min(100, (100 * atS) / whole)}%` }} />
    </div>
  );
}

function Legend() {
  const { t } = useTranslation("panel");
  return (
    <span className={classes.legend}>
      <span>
        <i data-kind="waits" /> {t("gantt.waits")}
      </span>
      <span>
        <i data-kind="speaks" /> {t("gantt.speaks")}
      </span>
      <span>
        <IconBolt size={13} aria-hidden /> {t("outcome.cached")}
      </span>
      <span>
        <IconX size={13} aria-hidden /> {t("outcome.failed")}
      </span>
    </span>
  );
}
