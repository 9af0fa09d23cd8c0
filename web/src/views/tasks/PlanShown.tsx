import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { Sheet } from "@/components/Sheet";
import type { Plan } from "./queries";
import classes from "./Tasks.module.css";

/** What was put together for a task: who is asked and why, of what, on which evidence. */
export function PlanShown({ plan }: { plan: Plan }) {
  const { t, i18n } = useTranslation("tasks");
  const name = useRoleName();
  const resource = (word: string) =>
    i18n.exists(`shared:resource.${word}`)
      ? t(`shared:resource.${word}` as "shared:resource.cpu")
      : word;
  const voice = plan.voice === "rules" ? t("byRules") : t("byModels");
  return (
    <Sheet title={t("plan")} aside={`${plan.examines ? t("examines") : t("uses")} · ${voice}`}>
      <dl className={classes.plan}>
        {plan.because.map(([who, why]) => (
          <div key={who}>
            <dt>{name(who)}</dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
      {(plan.resources.length > 0 || plan.evidence.length > 0) && (
        <div className={classes.badges}>
          {plan.resources.map((one) => (
            <Badge key={one} variant="light" tt="none" fw={600}>
              {resource(one)}
            </Badge>
          ))}
          {plan.evidence.map((one) => (
            <code key={one}>{one}</code>
          ))}
        </div>
      )}
    </Sheet>
  );
}
