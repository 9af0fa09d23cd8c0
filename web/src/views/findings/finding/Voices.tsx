import { useTranslation } from "react-i18next";
import type { Opinion, Report, VerdictItem } from "@/api/report";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import classes from "./Finding.module.css";
import { byStance, type Told } from "./told";

/** What the panel says of it: who is for it, who against, and how that was settled. */
export function Voices({ told, report }: { told: Told; report: Report }) {
  const { t } = useTranslation("findings");
  const { agree, oppose } = byStance(told.opinions);
  const panel = (
    <Link to={`/examinations/${encodeURIComponent(report.id)}/panel`}>{t("wholePanel")}</Link>
  );
  return (
    <Sheet title={t("voices")} aside={panel}>
      {told.item && <Settled item={told.item} />}
      {told.opinions.length ? (
        <div className={classes.voices}>
          <Side title={t("agree")} opinions={agree} none={t("nobodyAgrees")} />
          <Side title={t("oppose")} opinions={oppose} none={t("nobodyOpposes")} />
        </div>
      ) : (
        <p className={classes.note}>{t("nobodySpoke")}</p>
      )}
    </Sheet>
  );
}

function Settled({ item }: { item: VerdictItem }) {
  const { t } = useTranslation("findings");
  return (
    <div className={classes.settled}>
      <p>
        {item.single
          ? t("single")
          : item.agreement !== null && t("agreement", { value: Math.round(item.agreement) })}
        {item.contested && (
          <>
            {" "}
            <b>{t("contested")}</b>
          </>
        )}
      </p>
      {item.ruling && (
        <p>
          <b>{t("ruling")}:</b> {item.ruling}
        </p>
      )}
      {item.ruled_by.length > 0 && (
        <p className={classes.because}>{t("restsOn", { keys: item.ruled_by.join(", ") })}</p>
      )}
      {item.disputed && (
        <p>
          <b>{t("disputed")}:</b> {item.disputed}
        </p>
      )}
    </div>
  );
}

function Side({ title, opinions, none }: { title: string; opinions: Opinion[]; none: string }) {
  return (
    <div>
      <h3>
        {title} ({opinions.length})
      </h3>
      {opinions.map((one) => (
        <Voice key={one.specialist + one.voice} opinion={one} />
      ))}
      {!opinions.length && <p className={classes.note}>{none}</p>}
    </div>
  );
}

function Voice({ opinion: one }: { opinion: Opinion }) {
  const { t } = useTranslation("findings");
  const voice = one.voice === "rules" ? t("byRules") : t("byModel", { model: one.voice });
  return (
    <article className={classes.voice}>
      <header>
        <strong>{t(`shared:specialist.${one.specialist}`, one.specialist)}</strong>
        <Severity of={one.severity} />
        <span className={classes.soft}>
          {voice}
          {one.stands_in && `, ${t("standsIn")}`} ·{" "}
          {t("confident", { value: t("outOf100", { value: one.confidence }) })}
        </span>
      </header>
      <p>{one.advice}</p>
      {one.because.length > 0 && (
        <p className={classes.because}>{t("restsOn", { keys: one.because.join(", ") })}</p>
      )}
    </article>
  );
}
