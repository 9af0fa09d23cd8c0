import { IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { Empty } from "@/components/Empty";
import { Sheet } from "@/components/Sheet";
import { wordOf } from "./course";
import classes from "./Panel.module.css";
import type { PanelEvent } from "./queries";

/** What code struck of what models said: who said it, the words, and why. */
export function Strikes({ struck, byRules }: { struck: readonly PanelEvent[]; byRules?: boolean }) {
  const { t, i18n } = useTranslation("panel");
  const nameOf = useRoleName();
  const rulingOf = (ruling: string) =>
    i18n.exists(`panel:struck.ruling.${ruling}`)
      ? t(`struck.ruling.${ruling}` as "struck.ruling.form")
      : ruling;
  return (
    <div id="struck">
      <Sheet title={t("struck.title")} flush={struck.length > 0}>
        {struck.length ? (
          <div className={classes.wide} tabIndex={0} role="group" aria-label={t("struck.title")}>
            <p className={`${classes.lead ?? ""} ${classes.inset ?? ""}`}>{t("struck.lead")}</p>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">{t("struck.who")}</th>
                  <th scope="col">{t("struck.words")}</th>
                  <th scope="col">{t("struck.kind")}</th>
                  <th scope="col">{t("struck.why")}</th>
                </tr>
              </thead>
              <tbody>
                {struck.map((one, index) => (
                  <tr key={index}>
                    <th scope="row">{nameOf(one.who)}</th>
                    <td className={classes.struckWords}>
                      <Words event={one} />
                    </td>
                    <td>{rulingOf(wordOf(one.facts["ruling"]))}</td>
                    <td>{one.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : (
          <Empty
            icon={IconShieldCheck}
            title={t("struck.none")}
            hint={byRules ? t("struck.noneRules") : t("struck.noneHint")}
          />
        )}
      </Sheet>
    </div>
  );
}

/** Words that could be taken for an address or a command are shown when they are asked for. */
function Words({ event }: { event: PanelEvent }) {
  const { t } = useTranslation("panel");
  if (event.facts["ruling"] !== "foreign") return <s>{event.words}</s>;
  return (
    <details>
      <summary>
        {t("struck.foreign")} ({t("struck.show")})
      </summary>
      <s>{event.words}</s>
    </details>
  );
}
