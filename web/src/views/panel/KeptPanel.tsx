import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { useRoleName } from "@/components/answer/useRoleName";
import { Page } from "@/components/Page";
import { dollars, number, seconds } from "@/lib/format";
import { useAddress } from "@/lib/address";
import { moment } from "@/lib/time";
import { Actions } from "./Actions";
import { Columns } from "./Columns";
import { specialistsOf, turnsOf } from "./course";
import { Discussion } from "./Discussion";
import { Gantt } from "./Gantt";
import { Matrix } from "./Matrix";
import classes from "./Panel.module.css";
import { Player } from "./Player";
import type { Call, PanelEvent, Session } from "./queries";
import { columnAt, discussionAt, turnsAt } from "./replay";
import { Sent } from "./Sent";
import { Strikes } from "./Strikes";
import { usePlayback } from "./usePlayback";

interface KeptPanelProps {
  report: Report;
  session: Session;
  events: readonly PanelEvent[];
}

/** A panel by models that has ended: replayed from its record. */
export function KeptPanel({ report, session, events }: KeptPanelProps) {
  const { t } = useTranslation("panel");
  const [words, setWords] = useAddress();
  const calls = session.calls as unknown as Call[];
  const turns = useMemo(() => turnsOf(events, calls, session.seconds), [events, calls, session]);
  const endS = Math.max(session.seconds, events.at(-1)?.at_s ?? 0);
  const wanted = Number(words["t"]);
  const playback = usePlayback(endS, words["t"] && Number.isFinite(wanted) ? wanted : endS);
  const atS = playback.atS;
  const specialists = useMemo(
    () => specialistsOf([...turns.map((one) => one.specialist), ...Object.keys(report.absent)]),
    [turns, report],
  );
  const columns = specialists.map((one) => {
    const column = columnAt(one, turns, events, atS);
    const gone = column.state === "absent" || column.state === "stood_in";
    const reason = column.reason || report.absent[one] || t("noReason");
    return gone ? { ...column, reason } : column;
  });
  const said = discussionAt(events, atS);
  return (
    <Page
      title={t("title")}
      subtitle={`${t("byModels")} · ${t("of", { host: report.host.name, time: moment(report.time) })}`}
      actions={<Actions report={report} columns={columns} turns={turns} events={events} />}
    >
      <Summary session={session} />
      <Player
        playback={playback}
        onSettled={(at) => setWords({ t: at >= endS ? "" : at.toFixed(2) }, true)}
      />
      <Columns columns={columns} report={report} examination={report.id} />
      <Gantt turns={turnsAt(turns, atS)} specialists={specialists} endS={endS} atS={atS} />
      <Matrix report={report} specialists={specialists} />
      <Discussion said={said} more={atS < endS} report={report} />
      <Strikes struck={events.filter((one) => one.kind === "struck" && one.at_s <= atS)} />
      <Sent examination={report.id} />
    </Page>
  );
}

function Summary({ session }: { session: Session }) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const { outcomes } = session;
  return (
    <p className={classes.gap}>
      {t("summary.models", {
        calls: t("calls", { count: outcomes.calls }),
        time: seconds(session.seconds),
        tokens: number(outcomes.input_tokens + outcomes.output_tokens),
        cost: outcomes.dollars === null ? t("summary.cost") : dollars(outcomes.dollars),
      })}
      {session.late.length > 0 &&
        ` ${t("summary.late", {
          count: session.late.length,
          names: session.late.map(nameOf).join(", "),
        })}`}
    </p>
  );
}
