import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shellLine, type CommandWords } from "@/lib/shell";
import classes from "./CommandLine.module.css";

/** A command that can be copied, and what it is for. It is never run from here. */
export function CommandLine({ command }: { command: CommandWords & { why?: string } }) {
  const { t } = useTranslation("components");
  const clipboard = useClipboard({ timeout: 2_000 });
  const line = shellLine(command);
  const label = clipboard.copied ? t("copy.done") : t("copy.command");
  return (
    <div className={classes.command}>
      {command.why && <span className={classes.why}>{command.why}</span>}
      <div className={classes.line}>
        <code className={classes.code} dir="ltr">
          {line}
        </code>
        <Tooltip label={label} withArrow>
          <ActionIcon
            variant="subtle"
            size="md"
            aria-label={`${label}: ${line.slice(0, 80)}`}
            onClick={() => clipboard.copy(line)}
          >
            {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}
