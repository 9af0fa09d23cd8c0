import { Button, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconDownload, IconEyeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { save } from "@/lib/save";
import classes from "./Once.module.css";

const COPIED_MS = 2_000;

interface OnceProps {
  /** What it is, and what to do with it. */
  children: ReactNode;
  /** The words that nobody sees again. */
  secret: string;
  /** Where it may be saved: the file's name. */
  file?: string;
  onDone: () => void;
}

/** What is shown this time only: a link, a token, recovery codes. It is kept nowhere. */
export function Once({ children, secret, file, onDone }: OnceProps) {
  const { t } = useTranslation("settings");
  const clipboard = useClipboard({ timeout: COPIED_MS });
  return (
    <section className={classes.once} aria-label={t("once.title")}>
      <p className={classes.title}>
        <IconEyeOff size={18} aria-hidden /> {t("once.title")}
      </p>
      <div>{children}</div>
      <pre className={classes.secret} tabIndex={0} aria-label={t("once.title")}>
        {secret}
      </pre>
      <Group gap="xs">
        <Button
          size="compact-md"
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={() => clipboard.copy(secret)}
        >
          {clipboard.copied ? t("once.copied") : t("once.copy")}
        </Button>
        {file && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => save(file, "text/plain", `${secret}\n`)}
          >
            {t("once.save")}
          </Button>
        )}
        <Button size="compact-md" onClick={onDone}>
          {t("once.done")}
        </Button>
      </Group>
      {clipboard.error && <p role="alert">{t("once.notCopied")}</p>}
    </section>
  );
}
