import { Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "@/components/Link";
import { Answered } from "@/components/Problems";
import { SeverityShape } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import { usePreferences } from "@/state/preferences";
import type { Kept } from "../queries";
import { linesOf, share, type CheckLine } from "./past";
import { foundQuery } from "./queries";
import classes from "./History.module.css";

const MOST_LINES = 30;

interface CheckLinesProps {
  several: readonly Kept[];
  host: string;
  since: string;
}

/** The findings that come and go: a line a check, a mark an examination that found it. */
export function CheckLines({ several, host, since }: CheckLinesProps) {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const query = useQuery(foundQuery(host, since, language));
  const lines = useMemo(() => linesOf(query.data ?? [], several), [query.data, several]);
  const times = several.map((one) => one.time).sort();
  const [first, last] = [times[0] ?? "", times.at(-1) ?? ""];
  return (
    <Sheet title={t("past.checks")} aside={t("past.checksHint")}>
      <Answered query={query}>
        {() =>
          lines.length ? (
            <ul className={classes.lines}>
              {lines.slice(0, MOST_LINES).map((line) => (
                <Line key={line.check} line={line} first={first} last={last} all={several.length} />
              ))}
            </ul>
          ) : (
            <p className={classes.soft}>{t("past.noChecks")}</p>
          )
        }
      </Answered>
    </Sheet>
  );
}

interface LineProps {
  line: CheckLine;
  first: string;
  last: string;
  all: number;
}

function Line({ line, first, last, all }: LineProps) {
  const { t } = useTranslation("examinations");
  const count = line.marks.length;
  return (
    <li className={classes.line}>
      <span className={classes.check} title={line.title}>
        {line.title}
        <span className={classes.soft}>{line.check}</span>
      </span>
      <span className={classes.track}>
        {line.marks.map((mark) => (
          <Tooltip key={mark.examination} label={`${moment(mark.time)} · ${mark.title}`} withArrow>
            <Link
              to={`/examinations/${mark.examination}/findings/${mark.finding}`}
              className={classes.mark}
              data-severity={mark.severity}
              style={{ left: `${share(mark.time, first, last) * 100}%` }}
              aria-label={`${t(`shared:severity.${mark.severity}`)}, ${moment(mark.time)}`}
            >
              <SeverityShape of={mark.severity} size={12} />
            </Link>
          </Tooltip>
        ))}
      </span>
      <span
        className={classes.count}
        aria-label={t("past.found", { check: line.check, count, all })}
      >
        {t("past.seen", { count, all })}
      </span>
    </li>
  );
}
