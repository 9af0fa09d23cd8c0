import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { ButtonLink } from "@/components/Link";
import { Sheet } from "@/components/Sheet";
import { sending } from "./sending";
import classes from "./Welcome.module.css";

/** What a model adds; nothing waits for it. */
export function ModelKey() {
  const { t } = useTranslation("examinations");
  const me = useMe();
  return (
    <Sheet title={t("first.model")}>
      <p className={classes.text}>{t("first.modelText")}</p>
      {may(me, "read", "settings") && (
        <ButtonLink
          to="/settings/models"
          size="compact-md"
          fz={14}
          variant="default"
          leftSection={<IconKey size={15} />}
        >
          {t("first.modelButton")}
        </ButtonLink>
      )}
    </Sheet>
  );
}

/** How another host comes here: by a bundle of its evidence. */
export function MoreHosts() {
  const { t } = useTranslation("examinations");
  const clipboard = useClipboard({ timeout: 2_000 });
  const command = sending(window.location.origin);
  return (
    <Sheet title={t("first.hosts")}>
      <p className={classes.text}>{t("first.hostsText")}</p>
      <pre className={classes.command} tabIndex={0}>
        {command}
      </pre>
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          fz={14}
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          onClick={() => clipboard.copy(command)}
        >
          {clipboard.copied ? t("start.copied") : t("first.copy")}
        </Button>
        <ButtonLink to="/settings/me" size="compact-md" fz={14} variant="default">
          {t("first.hostsToken")}
        </ButtonLink>
      </div>
    </Sheet>
  );
}
