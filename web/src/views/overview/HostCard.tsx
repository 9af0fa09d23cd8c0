import { useTranslation } from "react-i18next";
import { Ago } from "@/components/Ago";
import { Sparkline } from "@/components/charts/Sparkline";
import { Link } from "@/components/Link";
import { Score } from "@/components/Score";
import { Severity } from "@/components/Severity";
import { percent } from "@/lib/format";
import type { Glance, Why } from "./glance";
import { LINES, newestValue, type LineName, type Lines } from "./lines";
import classes from "./Overview.module.css";

interface HostCardProps {
  glance: Glance;
  lines: Record<LineName, Lines>;
}

/** One host: how it stands, what is worst, and its last hour. */
export function HostCard({ glance, lines }: HostCardProps) {
  const { t } = useTranslation("overview");
  const { host, newest, score, health, worst, why } = glance;
  return (
    <div className={classes.card} data-health={health} role="listitem">
      <header className={classes.cardHead}>
        <Link
          to={`/hosts/${encodeURIComponent(host.id)}`}
          className={classes.name ?? ""}
          title={host.name}
        >
          {host.name}
        </Link>
        <Score of={score} why={t(`why.${whyWord(why)}`)} large />
      </header>
      <p className={classes.headline} title={newest?.headline}>
        {worst && <Severity of={worst} short />} {newest?.headline}
      </p>
      {LINES.some((name) => lines[name].has(host.id)) ? (
        <div className={classes.lines}>
          {LINES.map((name) => (
            <Line key={name} name={name} points={lines[name].get(host.id)} />
          ))}
        </div>
      ) : (
        <p className={`hx-unknown ${classes.noLines ?? ""}`}>{t("noLines")}</p>
      )}
      <footer className={classes.soft}>
        {newest ? (
          <>
            {t("examined")} <Ago time={newest.time} />
          </>
        ) : (
          t("never")
        )}
      </footer>
    </div>
  );
}

/** A score that is there has no reason to be unknown; the word is not shown then. */
export function whyWord(why: Why): Exclude<Why, ""> {
  return why || "tooLittle";
}

interface LineProps {
  name: LineName;
  points: ReturnType<Lines["get"]>;
}

/** The last hour of one resource, and its newest value; unknown where none was told. */
export function Line({ name, points }: LineProps) {
  const { t } = useTranslation("overview");
  const value = newestValue(points);
  const label = t(`lines.${name}`);
  return (
    <span className={classes.line}>
      <span className={classes.lineName}>
        {label}
        {value !== null && <b>{percent(value)}</b>}
      </span>
      {points && value !== null ? (
        <Sparkline
          points={points}
          most={1}
          height={18}
          label={t("lineLabel", { name: label, value: percent(value) })}
        />
      ) : (
        <span className={`hx-unknown ${classes.noLine ?? ""}`} title={t("noSeries")}>
          {t("shared:unknown")}
        </span>
      )}
    </span>
  );
}
