import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Empty.module.css";

interface EmptyProps {
  icon: Icon;
  title: string;
  /** What to do next: a sentence, a command, a button. */
  hint: ReactNode;
}

/** Nothing is here yet; says what to do so that something will be. */
export function Empty({ icon: Shape, title, hint }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <Shape size={36} stroke={1.4} aria-hidden />
      <p className={classes.title}>{title}</p>
      <div className={classes.hint}>{hint}</div>
    </div>
  );
}
