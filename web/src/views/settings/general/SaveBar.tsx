import { Alert, Button, Group } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { clashes, type Clash } from "../logic/settings";
import { Refused } from "../parts/Refused";
import rows from "../parts/Rows.module.css";
import classes from "./General.module.css";
import type { Drafting } from "./useDrafts";

/** What is drafted is saved or given up here; where another was faster, one chooses. */
export function SaveBar({ drafting }: { drafting: Drafting }) {
  const { t } = useTranslation("settings");
  const names = Object.keys(drafting.drafts);
  if (!names.length) return null;
  const { base, newer } = drafting;
  const found = base && newer ? clashes(drafting.drafts, base, newer) : [];
  return (
    <div className={classes.bar} role="region" aria-label={t("general.changes")}>
      {newer ? (
        <Alert
          color="yellow"
          variant="light"
          role="alert"
          icon={<IconArrowMerge />}
          title={t("general.clash")}
        >
          {found.length ? t("general.clashSame") : t("general.clashOther")}
          {found.map((one) => (
            <OneClash key={one.name} clash={one} onTheirs={() => drafting.drop([one.name])} />
          ))}
        </Alert>
      ) : (
        <Refused error={drafting.error} />
      )}
      <Group justify="space-between" gap="xs">
        <span aria-live="polite">
          {t("general.drafted", { count: names.length })}{" "}
          <span className={rows.soft}>{names.join(", ")}</span>
        </span>
        <Group gap="xs">
          <Button size="compact-md" variant="default" onClick={() => drafting.drop(names)}>
            {t("general.discard")}
          </Button>
          <Button size="compact-md" loading={drafting.busy} onClick={drafting.save}>
            {newer ? t("general.saveMine") : t("save")}
          </Button>
        </Group>
      </Group>
    </div>
  );
}

function OneClash({ clash, onTheirs }: { clash: Clash; onTheirs: () => void }) {
  const { t } = useTranslation("settings");
  return (
    <div className={classes.clash}>
      <code>{clash.name}</code>
      <dl>
        <dt>{t("general.was")}</dt>
        <dd>{clash.was || t("general.empty")}</dd>
        <dt>{t("general.theirs")}</dt>
        <dd>{clash.now || t("general.empty")}</dd>
        <dt>{t("general.mine")}</dt>
        <dd>{clash.mine || t("general.empty")}</dd>
      </dl>
      <Button
        size="compact-sm"
        variant="default"
        onClick={onTheirs}
        aria-label={t("general.takeTheirsOf", { name: clash.name })}
      >
        {t("general.takeTheirs")}
      </Button>
    </div>
  );
}
