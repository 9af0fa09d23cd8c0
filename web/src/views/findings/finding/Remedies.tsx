import { useTranslation } from "react-i18next";
import type { Command, Recommendation } from "@/api/report";
import { CommandLine } from "@/components/CommandLine";
import { Sheet } from "@/components/Sheet";
import classes from "./Finding.module.css";
import type { Told } from "./told";

/** What to do: see it again, cure it, undo the cure, and look whether it helped. */
export function Remedies({ told }: { told: Told }) {
  const { t } = useTranslation("findings");
  const { finding, recommendations } = told;
  if (!finding.recommendation && !recommendations.length) return null;
  return (
    <Sheet title={t("remedy")} aside={t("neverRun")}>
      {finding.recommendation && <p className={classes.description}>{finding.recommendation}</p>}
      {recommendations.map((one) => (
        <Remedy
          key={`${one.remedy} ${one.priority} ${JSON.stringify(one.parameters)}`}
          recommendation={one}
        />
      ))}
    </Sheet>
  );
}

function Remedy({ recommendation: one }: { recommendation: Recommendation }) {
  const { t } = useTranslation("findings");
  return (
    <div className={classes.remedy}>
      <h3>{one.title}</h3>
      <p className={classes.risk} style={{ margin: 0 }}>
        <span className={classes.riskWord} data-risk={one.risk}>
          {t("risk", { risk: t(`shared:risk.${one.risk}`, one.risk) })}
        </span>
        {one.risk_text}
      </p>
      {one.contested && <p className={classes.note}>{t("remedyContested")}</p>}
      <Step title={t("look")} commands={one.look} />
      <Step title={t("change")} commands={one.change} none={t("changeNone")} />
      <Step title={t("undo")} commands={one.undo} />
      <Step title={t("verify")} commands={one.verify} />
      {one.expects.length > 0 && (
        <div className={classes.step}>
          <h4>{t("expects")}</h4>
          <ul className={classes.plain}>
            {one.expects.map((each) => (
              <li key={each.family + each.direction}>
                {each.text}{" "}
                <span className={classes.soft}>
                  (<code>{each.family}</code> {each.direction === "down" ? "↓" : "↑"})
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** The word of a command that a person replaces by what the look has shown. */
const SHOWN = "{shown}";

function Step({ title, commands, none }: { title: string; commands: Command[]; none?: string }) {
  const { t } = useTranslation("findings");
  if (!commands.length && !none) return null;
  const replaced = commands.some((one) => one.words.some((word) => word.includes(SHOWN)));
  return (
    <div className={classes.step}>
      <h4>{title}</h4>
      {commands.map((one) => (
        <CommandLine key={JSON.stringify(one.words)} command={one} />
      ))}
      {replaced && <p className={classes.note}>{t("shownHint", { word: SHOWN })}</p>}
      {!commands.length && <p className={classes.note}>{none}</p>}
    </div>
  );
}
