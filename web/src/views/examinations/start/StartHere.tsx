import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconArrowRight,
  IconCheck,
  IconCopy,
  IconFlag,
  IconShieldCheck,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { Link } from "@/components/Link";
import { shellLine } from "@/lib/shell";
import { startOf, type Start } from "./first";
import classes from "./StartHere.module.css";

/** Where to start: one sentence, and the first step with its risk. */
export function StartHere({ report }: { report: Report }) {
  const { t } = useTranslation("examinations");
  const start = startOf(report);
  const grave = report.findings.find((one) => one.when === "now")?.severity ?? "none";
  return (
    <section className={classes.start} data-severity={grave} aria-labelledby="start-here">
      <h2 id="start-here" className={classes.label}>
        <IconFlag size={14} stroke={2} aria-hidden />
        {t("start.label")}
        <span className={classes.by}>
          · {report.verdict.quality === "rules" ? t("start.quality") : t("start.qualityModel")}
        </span>
      </h2>
      <p className={classes.sentence} title={start.sentence}>
        {start.sentence}
      </p>
      {start.step ? (
        <Step start={start} examination={report.id} />
      ) : (
        <p className={classes.calm}>{t("start.nothing")}</p>
      )}
    </section>
  );
}

function Step({ start, examination }: { start: Start; examination: string }) {
  const { t } = useTranslation("examinations");
  if (!start.step) return null;
  const { title, risk, risk_text: riskText } = start.step;
  return (
    <div className={classes.step}>
      <p className={classes.first}>
        <span className={classes.small}>{t("start.step")}</span>
        <span className={classes.what}>{title}</span>
        <Tooltip label={riskText} multiline maw={340} withArrow disabled={!riskText}>
          <span className={classes.risk} data-risk={risk} tabIndex={0}>
            <IconShieldCheck size={13} aria-hidden />
            {t("start.risk", { risk: t(`shared:risk.${risk}`, { defaultValue: risk }) })}
            <span className="hx-hidden">{riskText}</span>
          </span>
        </Tooltip>
      </p>
      <div className={classes.act}>
        {start.command && <CommandLine words={shellLine(start.command)} />}
        {start.finding && (
          <Link
            to={`/examinations/${examination}/findings/${start.finding}`}
            className={classes.proof}
          >
            {t("start.proof")}
            <IconArrowRight size={14} aria-hidden />
          </Link>
        )}
      </div>
    </div>
  );
}

function CommandLine({ words }: { words: string }) {
  const { t } = useTranslation("examinations");
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <span className={classes.command}>
      <code title={words}>{words}</code>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={clipboard.copied ? t("start.copied") : t("start.copy")}
        onClick={() => clipboard.copy(words)}
      >
        {clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </span>
  );
}
