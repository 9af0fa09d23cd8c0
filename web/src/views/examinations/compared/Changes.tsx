import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SEVERITIES } from "@/api/report";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import type { Change, Difference } from "../queries";
import { changedIn } from "../start/change";
import classes from "./Compare.module.css";

const KINDS = ["new", "worse", "better", "gone"] as const;

interface ChangesProps {
  difference: Difference;
  before: string;
  after: string;
}

/** The findings that came, went, and changed; what went is read in the examination before. */
export function Changes({ difference, before, after }: ChangesProps) {
  const { t } = useTranslation("examinations");
  if (changedIn(difference).same)
    return (
      <Sheet title={t("compare.same")}>
        <p className={classes.note}>{t("compare.sameHint")}</p>
      </Sheet>
    );
  return (
    <div className={classes.kinds}>
      {KINDS.filter((kind) => difference[kind].length > 0).map((kind) => (
        <Sheet key={kind} title={t(`compare.${kind}`)} aside={difference[kind].length}>
          <ul className={classes.changes}>
            {difference[kind].map((one) => (
              <Line key={one.id} one={one} examination={kind === "gone" ? before : after} />
            ))}
          </ul>
        </Sheet>
      ))}
    </div>
  );
}

function Line({ one, examination }: { one: Change; examination: string }) {
  const before = SEVERITIES.find((severity) => severity === one.before);
  const after = SEVERITIES.find((severity) => severity === one.after);
  return (
    <li>
      <span className={classes.step}>
        {before && <Severity of={before} />}
        {before && after && <IconArrowRight size={13} aria-hidden />}
        {after && <Severity of={after} />}
      </span>
      <Link to={`/examinations/${examination}/findings/${one.id}`}>{one.title}</Link>
    </li>
  );
}
