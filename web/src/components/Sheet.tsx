import type { ReactNode } from "react";
import { useId } from "react";
import classes from "./Sheet.module.css";

interface SheetProps {
  title?: ReactNode;
  /** What stands at the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Without space around the content: tables and charts bring their own. */
  flush?: boolean;
}

/** A card: one thing said, with its title. */
export function Sheet({ title, aside, children, className = "", flush = false }: SheetProps) {
  const id = useId();
  return (
    <section
      className={`${classes.sheet ?? ""} ${className}`}
      aria-labelledby={title ? id : undefined}
    >
      {(title ?? aside) && (
        <header className={classes.head}>
          {title && (
            <h2 id={id} className={classes.title}>
              {title}
            </h2>
          )}
          {aside && <div className={classes.aside}>{aside}</div>}
        </header>
      )}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
