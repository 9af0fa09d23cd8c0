import type { ReactNode } from "react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Live.module.css";

interface PanelCardProps {
  id: string;
  children: ReactNode;
}

/** One chart with its title, and one sentence that says what it shows and how to read it. */
export function PanelCard({ id, children }: PanelCardProps) {
  const { t } = useTranslation("live");
  const title = useId();
  return (
    <section className={classes.panel} aria-labelledby={title}>
      <h3 id={title}>{t(`panel.${id}.title`)}</h3>
      <p className={classes.reading}>{t(`panel.${id}.text`)}</p>
      {children}
    </section>
  );
}

/** Why a chart has nothing to show: never a zero. */
export function Absent({ id }: { id: string }) {
  const { t } = useTranslation("live");
  return (
    <p className={`hx-unknown ${classes.absent ?? ""}`}>
      <b>{t("shared:unknown")}</b> {t(`panel.${id}.absent`)}
    </p>
  );
}
