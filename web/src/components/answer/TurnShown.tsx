import { useTranslation } from "react-i18next";
import { dollars, number, seconds } from "@/lib/format";
import { byRules, type Turn } from "./answer";
import classes from "./Answer.module.css";
import { ReplyShown } from "./ReplyShown";

/** All that was answered to one question, and what it took. */
export function TurnShown({ turn }: { turn: Turn }) {
  const { t } = useTranslation("components");
  const took = byRules(turn)
    ? t("answer.tookRules", { seconds: seconds(turn.seconds) })
    : t("answer.took", {
        seconds: seconds(turn.seconds),
        calls: number(turn.calls),
        tokens: number(turn.tokens),
        dollars: turn.dollars === null ? t("answer.priceless") : dollars(turn.dollars),
      });
  return (
    <div className={classes.turn}>
      {turn.replies.map((one, at) => (
        <ReplyShown key={at} reply={one} />
      ))}
      {!turn.replies.length && <p className={classes.soft}>{t("answer.nothing")}</p>}
      {turn.notes.map((one, at) => (
        <p key={at} className={classes.soft}>
          {one}
        </p>
      ))}
      <p className={classes.took}>{took}</p>
    </div>
  );
}
