import { Skeleton } from "@mantine/core";
import {
  IconAdjustments,
  IconBuilding,
  IconChecklist,
  IconCpu,
  IconHeartbeat,
  IconKey,
  IconLock,
  IconShield,
  IconUser,
  IconUsers,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/api/queries";
import { Empty } from "@/components/Empty";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { SECTIONS, addressOf, isFor, type SectionName } from "../logic/sections";
import classes from "./Section.module.css";

const ICONS: Record<SectionName, Icon> = {
  me: IconUser,
  models: IconCpu,
  general: IconAdjustments,
  users: IconUsers,
  roles: IconShield,
  tokens: IconKey,
  secrets: IconLock,
  tenants: IconBuilding,
  audit: IconChecklist,
  server: IconHeartbeat,
};

interface SectionProps {
  name: SectionName;
  actions?: ReactNode;
  children: ReactNode;
}

/** A section of the settings: the list of all at the left, its title and what it shows. */
export function Section({ name, actions, children }: SectionProps) {
  const { t } = useTranslation("settings");
  const me = useMe();
  const allowed = me && isFor(me, name);
  return (
    <div className={classes.frame}>
      <Sections />
      <div className={classes.content}>
        <Page
          title={t(`section.${name}`)}
          subtitle={t(`about.${name}`)}
          actions={allowed ? actions : undefined}
        >
          {!me && <Skeleton height={240} radius="md" />}
          {me && !allowed && (
            <Sheet>
              <Empty icon={IconLock} title={t("denied")} hint={t("deniedHint")} />
            </Sheet>
          )}
          {allowed && children}
        </Page>
      </div>
    </div>
  );
}

function Sections() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    // on a phone the list is a row, and the section may lie beyond its edge
    const here = list.current?.querySelector("[data-active]");
    here?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [me]);
  return (
    <nav ref={list} className={classes.sections} aria-label={t("sections")}>
      {SECTIONS.filter((one) => me && isFor(me, one)).map((one) => {
        const Shape = ICONS[one];
        return (
          <Link
            key={one}
            to={addressOf(one)}
            className={classes.section ?? ""}
            activeProps={{ "data-active": "true" }}
          >
            <Shape size={16} stroke={1.7} aria-hidden />
            {t(`section.${one}`)}
          </Link>
        );
      })}
    </nav>
  );
}
