import { UnstyledButton } from "@mantine/core";
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
  const byRules = column.state === "rules";
  const live = letters !== undefined;
  const missing = byRules ? t("noModel") : live ? t("notTold") : t("notAsked");
  const noToken = column.calls && column.inputTokens === null && !live ? t("noReason") : missing;
  return (
    <dl className={classes.figures}>
      <Figure name={t("voice")}>
        {byRules ? (
          t("voiceRules")
        ) : column.model ? (
          <span className={classes.model}>{column.model}</span>
        ) : (
          <Unknown why={column.calls ? missing : t("notAsked")} />
        )}
      </Figure>
      <Figure name={t("time")} note={column.calls ? t("calls", { count: column.calls }) : ""}>
        {column.seconds === null ? <Unknown why={missing} /> : seconds(tenths(column.seconds))}
      </Figure>
      <Figure name={t("firstToken")}>
        {column.firstTokenS === null ? (
          <Unknown why={byRules ? t("noModel") : column.calls ? t("noToken") : t("notAsked")} />
        ) : (
          seconds(column.firstTokenS)
        )}
      </Figure>
      <Figure name={t("tokens")}>
        {column.inputTokens === null ? (
          <Unknown why={noToken} />
        ) : (
          `${number(column.inputTokens)} / ${number(column.outputTokens ?? 0)}`
        )}
      </Figure>
      <Figure name={t("cachedTokens")}>
        {column.cachedTokens === null ? <Unknown why={noToken} /> : number(column.cachedTokens)}
      </Figure>
      <Figure name={t("cost")}>
        {column.dollars === null || column.unpriced ? (
          <Unknown why={column.unpriced && !live ? t("priceUnknown") : noToken} />
        ) : (
          dollars(column.dollars)
        )}
      </Figure>
      {!!letters && <Figure name={t("letters")}>{number(letters)}</Figure>}
    </dl>
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
