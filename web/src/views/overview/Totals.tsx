import { useTranslation } from "react-i18next";
import { Link } from "@/components/Link";
import type { Health } from "@/components/Score";
import { Severity } from "@/components/Severity";
import { Sheet } from "@/components/Sheet";
import { number } from "@/lib/format";
import { counted, HEALTHS, type Glance } from "./glance";
import classes from "./Overview.module.css";
import { GRAVE, JOB_STATES, type Found } from "./useOverview";

type Counted = { count: number; more: boolean } | undefined;

interface TotalsProps {
  glances: readonly Glance[];
  findings: Found | undefined;
  jobs: Record<(typeof JOB_STATES)[number], Counted> | undefined;
  health: string;
  onHealth: (health: string) => void;
}

/** What all hosts come to: by health, by severity of what was found, and the work in hand. */
export function Totals({ glances, findings, jobs, health, onHealth }: TotalsProps) {
  const { t } = useTranslation("overview");
  return (
    <div className={classes.totals}>
      <Sheet title={t("byHealth")}>
        <Healths counts={counted(glances)} chosen={health} onChoose={onHealth} />
      </Sheet>
      {findings && (
        <Sheet title={t("bySeverity")}>
          <ul className={classes.counts}>
            {GRAVE.map((one) => (
              <li key={one}>
                <Link to="/findings" search={{ severity: one, when: "now" }}>
                  {number(findings.counts[one] ?? 0)}
                  {findings.cut && "+"}
                </Link>
                <Severity of={one} />
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      {jobs && (
        <Sheet title={t("jobs")}>
          <ul className={classes.counts}>
            {JOB_STATES.map((state) => (
              <li key={state}>
                <Link to="/jobs" search={{ state }}>
                  {number(jobs[state]?.count ?? 0)}
                  {jobs[state]?.more && "+"}
                </Link>
                <span className={classes.soft}>{t(`shared:state.${state}`)}</span>
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </div>
  );
}

interface HealthsProps {
  counts: Record<Health, number>;
  chosen: string;
  onChoose: (health: string) => void;
}

/** One bar of all hosts, and below it how many of each; choosing one shows these alone. */
function Healths({ counts, chosen, onChoose }: HealthsProps) {
  const { t } = useTranslation("overview");
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {HEALTHS.map((one) => (
          <span
            key={one}
            data-health={one}
            className={one === "unknown" ? "hx-unknown" : undefined}
            style={{ flexGrow: counts[one] }}
          />
        ))}
      </div>
      <div className={classes.counts} role="group" aria-label={t("byHealth")}>
        {HEALTHS.map((one) => (
          <button
            key={one}
            type="button"
            className={classes.health}
            aria-pressed={chosen === one}
            onClick={() => onChoose(chosen === one ? "" : one)}
          >
            <b>{number(counts[one])}</b>
            <span className={classes.dot} data-health={one} aria-hidden />
            {one === "unknown" ? t("shared:unknown") : t(`components:health.${one}`)}
          </button>
        ))}
      </div>
    </>
  );
}
