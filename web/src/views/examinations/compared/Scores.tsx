import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import type { Difference } from "../queries";
import { changedIn, signed } from "../start/change";
import { Ring } from "../start/Ring";
import classes from "./Compare.module.css";

/** Both scores, and by how many points they differ. */
export function Scores({ difference }: { difference: Difference }) {
  const { t } = useTranslation("examinations");
  const [before, after] = difference.hosts;
  const { points } = changedIn(difference);
  return (
    <Sheet>
      <div className={classes.scores}>
        <One side={0} difference={difference} word={t("compare.before")} />
        <span className={classes.arrow}>
          <IconArrowRight size={26} stroke={1.6} aria-hidden />
          <strong>
            {points === null
              ? t("change.pointsUnknown")
              : t("change.points", { points: signed(points) })}
          </strong>
        </span>
        <One side={1} difference={difference} word={t("compare.after")} />
      </div>
      {before !== after && (
        <p className={classes.note}>{t("compare.otherHosts", { before, after })}</p>
      )}
    </Sheet>
  );
}

interface OneProps {
  side: 0 | 1;
  difference: Difference;
  word: string;
}

function One({ side, difference, word }: OneProps) {
  return (
    <div className={classes.one}>
      <Ring score={difference.scores[side]} size={92} />
      <div>
        <span className={classes.soft}>{word}</span>
        <p className={classes.host}>{difference.hosts[side]}</p>
        <span className={classes.soft}>{moment(difference.times[side])}</span>
      </div>
    </div>
  );
}
