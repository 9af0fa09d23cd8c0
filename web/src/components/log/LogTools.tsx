import { Button, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconCheck,
  IconCopy,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconSearch,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { number } from "@/lib/format";
import { save } from "@/lib/save";
import { asText } from "./lines";
import classes from "./Log.module.css";
import type { LogLine } from "./ring";

interface LogToolsProps {
  name: string;
  lines: () => readonly LogLine[];
  wanted: string;
  onWanted: (words: string) => void;
  live: boolean;
  still: boolean;
  onStill: (still: boolean) => void;
  count: number;
  /** Lines that came since it stands still. */
  newer: number;
  /** Lines that are held no more. */
  dropped: number;
}

/** What can be done with a log: search, stand still or follow, copy, save. */
export function LogTools(props: LogToolsProps) {
  const { t } = useTranslation("components");
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div className={classes.tools}>
      <TextInput
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder={t("log.filter")}
        aria-label={t("log.filter")}
        value={props.wanted}
        onChange={(event) => props.onWanted(event.currentTarget.value)}
      />
      {props.live && (
        <Button
          size="compact-sm"
          fz={13}
          variant="default"
          leftSection={props.still ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          onClick={() => props.onStill(!props.still)}
        >
          {props.still ? t("log.follow") : t("log.pause")}
        </Button>
      )}
      <Button
        size="compact-sm"
        fz={13}
        variant="default"
        leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        onClick={() => clipboard.copy(asText(props.lines()))}
      >
        {clipboard.copied ? t("copy.done") : t("copy.copy")}
      </Button>
      <Button
        size="compact-sm"
        fz={13}
        variant="default"
        leftSection={<IconDownload size={14} />}
        onClick={() => save(`${props.name}.log`, "text/plain", asText(props.lines()))}
      >
        {t("log.save")}
      </Button>
      <span className={classes.count}>
        {t("log.lines", { count: props.count, shown: number(props.count) })}
        {props.newer > 0 && ` · ${t("log.newer", { lines: number(props.newer) })}`}
        {props.dropped > 0 && ` · ${t("log.dropped", { lines: number(props.dropped) })}`}
      </span>
    </div>
  );
}
