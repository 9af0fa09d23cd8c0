import { UnstyledButton } from "@mantine/core";
import type { TFunction } from "i18next";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { useRoleName } from "@/components/answer/useRoleName";
import { Unknown } from "@/components/Unknown";
import { dollars, number, seconds } from "@/lib/format";
import { isOfSix } from "./course";
import { OpinionShown } from "./OpinionShown";
import classes from "./Panel.module.css";
import type { Column } from "./replay";
import { StateMark } from "./StateMark";

interface ColumnCardProps {
  column: Column;
  report: Report | null;
  examination: string;
  letters?: number | undefined;
}

const SHOWN = 2;

/** One specialist. */
export function ColumnCard({ column, report, examination, letters }: ColumnCardProps) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const [all, setAll] = useState(false);
  const several = column.opinions;
  const rest = several.length - SHOWN;
  return (
    <article className={classes.column} data-state={column.state}>
      <h3 className={classes.name}>
        {nameOf(column.specialist)}
        {!isOfSix(column.specialist) && <small> ({t("own")})</small>}
      </h3>
      <StateMark of={column.state} />
      {column.reason && <p className={classes.reason}>{column.reason}</p>}
      <Figures column={column} letters={letters} />
      {column.struck > 0 && (
        <a className={classes.strikes} href="#struck">
          {t("struckCount", { count: column.struck })}
        </a>
      )}
      <div className={classes.opinions}>
        {several.slice(0, all ? undefined : SHOWN).map((one, index) => (
          <OpinionShown key={index} said={one} report={report} examination={examination} />
        ))}
        {rest > 0 && (
          <UnstyledButton
            className={classes.more ?? ""}
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? t("fewer") : t("moreOpinions", { count: rest })}
          </UnstyledButton>
        )}
        {!several.length && <p className={classes.silent}>{t("noOpinions")}</p>}
      </div>
    </article>
  );
}

function Figures({ column, letters }: { column: Column; letters: number | undefined }) {
  const { t } = useTranslation("panel");
  const live = letters !== undefined;
  const byRules = column.state === "rules";
  const none = byRules ? t("noModel") : t("notAsked");
  const speaks = column.state === "asked" || column.state === "speaking";
  const later = live ? t("notTold") : speaks ? t("notEnded") : t("noReason");
  const missing = column.state === "unheard" ? t("live.late") : later;
  /** A value; where it was not asked for there is none, and what is not known is said to be so. */
  const told = (value: string | null, why = missing): ReactNode =>
    value ??
    (column.calls || column.state === "unheard" ? <Unknown why={why} /> : <None why={none} />);
  const { inputTokens, outputTokens, cachedTokens, unpriced } = column;
  const cost = unpriced || column.dollars === null ? null : dollars(column.dollars);
  return (
    <dl className={classes.figures}>
      <Figure name={t("voice")}>
        <span className={classes.model}>{told(voiceOf(column, t))}</span>
      </Figure>
      <Figure name={t("time")} note={column.calls ? t("calls", { count: column.calls }) : ""}>
        {told(column.seconds === null ? null : seconds(tenths(column.seconds)))}
      </Figure>
      <Figure name={t("firstToken")}>
        {told(
          column.firstTokenS === null ? null : seconds(column.firstTokenS),
          speaks ? t("noTokenYet") : t("noToken"),
        )}
      </Figure>
      <Figure name={t("tokens")}>
        {told(
          inputTokens === null ? null : `${number(inputTokens)} / ${number(outputTokens ?? 0)}`,
        )}
      </Figure>
      <Figure name={t("cachedTokens")}>
        {told(cachedTokens === null ? null : number(cachedTokens))}
      </Figure>
      <Figure name={t("cost")}>
        {told(cost, unpriced && !live ? t("priceUnknown") : missing)}
      </Figure>
      {!!letters && <Figure name={t("letters")}>{number(letters)}</Figure>}
    </dl>
  );
}

function voiceOf(column: Column, t: TFunction<"panel">): string | null {
  if (column.state === "rules") return t("voiceRules");
  if (column.state === "stood_in")
    return column.model ? t("voiceInstead", { model: column.model }) : t("voiceRules");
  return column.model || null;
}

function None({ why }: { why: string }) {
  return (
    <span title={why}>
      <span aria-hidden>–</span>
      <span className="hx-hidden">{why}</span>
    </span>
  );
}

function Figure({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}

function tenths(value: number): number {
  return value < 1 ? value : Math.round(value * 10) / 10;
}
