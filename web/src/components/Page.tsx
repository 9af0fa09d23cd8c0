import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./Page.module.css";

interface PageProps {
  title: string;
  /** One sentence below the title. */
  subtitle?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a view: its title, which is the browser's too, its actions, and what it shows. */
export function Page({ title, subtitle, actions, children }: PageProps) {
  useDocumentTitle(`${title} · hexascope`);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Title order={1} size={22} lh={1.25} className={classes.title}>
          {title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
        {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
      </header>
      {children}
    </div>
  );
}
