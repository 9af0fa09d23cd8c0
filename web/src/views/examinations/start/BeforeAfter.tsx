import { Skeleton } from "@mantine/core";
import { IconArrowRight, IconArrowsDiff, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { ButtonLink, Link } from "@/components/Link";
import { inUnit } from "@/lib/format";
import { moment } from "@/lib/time";
import { usePreferences } from "@/state/preferences";
import { beforeQuery, differenceQuery, type Difference, type Kept } from "../queries";
import { biggest, changedIn, signed } from "./change";
import classes from "./BeforeAfter.module.css";

interface BeforeAfterProps {
  report: Report;
  /** A newer examination of the same host, where one is kept. */
  newer: string;
}

/** What changed since the examination before, in one line. */
export function BeforeAfter({ report, newer }: BeforeAfterProps) {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const one = { id: report.id, host: report.host.id, time: report.time };
  const before = useQuery(beforeQuery(one, language));
  const difference = useQuery({
    ...differenceQuery(before.data?.id ?? "", report.id, language),
    enabled: Boolean(before.data),
  });
  return (
    <section className={classes.strip} aria-label={t("change.title")} aria-live="polite">
      <IconArrowsDiff size={17} stroke={1.8} aria-hidden />
      {(before.isPending || difference.isLoading) && (
        <Skeleton height={16} width={320} role="status" aria-label={t("components:loading")} />
      )}
      {(before.error ?? difference.error) && (
        <span className={classes.soft}>{t("change.unknown")}</span>
      )}
      {before.data === null && <span className={classes.soft}>{t("change.first")}</span>}
      {before.data && difference.data && (
        <Line before={before.data} difference={difference.data} after={report.id} />
      )}
      {newer && (
        <span className={classes.newer}>
          <IconRefresh size={14} aria-hidden />
          {t("change.newer")}
          <Link to={`/examinations/${newer}`}>{t("change.show")}</Link>
        </span>
      )}
    </section>
  );
}

const MOST_MOVES = 2;

interface LineProps {
  before: Kept;
  difference: Difference;
  after: string;
}

function Line({ before, difference, after }: LineProps) {
  const { t } = useTranslation("examinations");
  const changed = changedIn(difference);
  const { points } = changed;
  const direction = points === null ? "unknown" : points > 0 ? "up" : points < 0 ? "down" : "same";
  const counts = [
    changed.new && t("change.new", { count: changed.new }),
    changed.gone && t("change.gone", { count: changed.gone }),
    changed.worse && t("change.worse", { count: changed.worse }),
    changed.better && t("change.better", { count: changed.better }),
  ].filter(Boolean);
  return (
    <>
      <span className={classes.label} title={moment(before.time)}>
        {t("change.title")}
      </span>
      <span className={classes.points} data-direction={direction}>
        {points === null
          ? t("change.pointsUnknown")
          : t("change.points", { points: signed(points) })}
      </span>
      <span className={classes.counts}>{changed.same ? t("change.same") : counts.join(" · ")}</span>
      <span className={classes.moves}>
        {biggest(difference.moved, MOST_MOVES).map((move) => (
          <span key={move.key} className={classes.move} title={move.key}>
            <code>{move.key}</code> {inUnit(move.before, move.unit)} →{" "}
            {inUnit(move.after, move.unit)}
          </span>
        ))}
      </span>
      <ButtonLink
        to="/compare"
        search={{ before: before.id, after }}
        size="compact-sm"
        variant="default"
        rightSection={<IconArrowRight size={14} />}
      >
        {t("change.compare")}
      </ButtonLink>
    </>
  );
}
