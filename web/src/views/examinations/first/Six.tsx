import {
  IconChartLine,
  IconCoin,
  IconFileDescription,
  IconGavel,
  IconServer2,
  IconShieldLock,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { reportQuery } from "@/api/report";
import { usePreferences } from "@/state/preferences";
import { SPECIALISTS, type Followed, type Voice } from "../following";
import { heardOf } from "./heard";
import classes from "./Welcome.module.css";

const SHAPES = {
  performance_analyst: IconChartLine,
  infrastructure_expert: IconServer2,
  security_analyst: IconShieldLock,
  cost_optimizer: IconCoin,
  coordinator: IconGavel,
  report_generator: IconFileDescription,
} as const;

/** Two of the six have no opinions of their own: one settles what the others say, one writes it. */
function wordOf(t: TFunction<"examinations">, name: string, { state, opinions }: Voice): string {
  if (state !== "spoke") return t(`examinations:first.voice.${state}`);
  if (opinions) return t("examinations:first.voice.spoke", { count: opinions });
  if (name === "coordinator") return t("examinations:first.voice.settled");
  return name === "report_generator"
    ? t("examinations:first.voice.wrote")
    : t("examinations:first.voice.nothing");
}

/** The six specialists: each lights up when it speaks, and says how much it had to say. */
export function Six({ followed, examination }: { followed: Followed; examination: string }) {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const report = useQuery({
    ...reportQuery(examination, language),
    enabled: followed.kept && examination !== "",
  });
  return (
    <ul className={classes.six}>
      {SPECIALISTS.map((name) => {
        const voice = heardOf(name, followed, report.data);
        const Shape = SHAPES[name];
        return (
          <li key={name} className={classes.one} data-state={voice.state}>
            <span className={classes.face}>
              <Shape size={20} stroke={1.7} aria-hidden />
            </span>
            <span className={classes.name}>{t(`shared:specialist.${name}`)}</span>
            <span className={classes.hint} title={voice.reason}>
              {wordOf(t, name, voice)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
