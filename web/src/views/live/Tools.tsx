import { ActionIcon, Button, Group, SegmentedControl, Tooltip } from "@mantine/core";
import {
  IconBolt,
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconZoomOut,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { momentWord } from "@/lib/series";
import { moment } from "@/lib/time";
import classes from "./Live.module.css";
import { RANGES, scaled, shifted, SPANS, type Place } from "./place";

interface ToolsProps {
  place: Place;
  paused: boolean;
  onPause: () => void;
  onLive: (span: number) => void;
  onRange: (from: string, to: string) => void;
  /** The range that is seen now, in seconds since 1970. */
  seen: () => readonly [number, number];
  nowS: () => number;
}

/** Which time is shown: live, the past, earlier, later, more of it. */
export function Tools({ place, paused, onPause, onLive, onRange, seen, nowS }: ToolsProps) {
  const { t } = useTranslation("live");
  const value = place.live ? String(place.span) : place.range.from;
  const go = ([from, to]: readonly [number, number]) =>
    onRange(momentWord(Math.floor(from)), momentWord(Math.ceil(to)));
  return (
    <div className={classes.tools}>
      <div className={classes.ranges}>
        <SegmentedControl
          size="xs"
          aria-label={t("range")}
          value={value}
          onChange={(chosen) =>
            chosen.startsWith("-") ? onRange(chosen, "now") : onLive(Number(chosen))
          }
          data={[
            ...SPANS.map((one) => ({ value: String(one), label: t(`span.${one}`) })),
            ...RANGES.map((one) => ({ value: one, label: t(`ago.${one.slice(1)}`) })),
          ]}
        />
      </div>
      <Group gap={4} wrap="nowrap">
        <Step label={t("earlier")} onClick={() => go(shifted(seen(), -0.5, nowS()))}>
          <IconChevronLeft size={16} />
        </Step>
        <Step label={t("later")} onClick={() => go(shifted(seen(), 0.5, nowS()))}>
          <IconChevronRight size={16} />
        </Step>
        <Step label={t("wider")} onClick={() => go(scaled(seen(), 2, nowS()))}>
          <IconZoomOut size={16} />
        </Step>
        {place.live ? (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onPause}
            aria-pressed={paused}
            leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          >
            {paused ? t("resume") : t("pause")}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            onClick={() => onLive(SPANS[1])}
            leftSection={<IconBolt size={14} />}
          >
            {t("backToLive")}
          </Button>
        )}
      </Group>
      {!place.live && (
        <span className={classes.when}>
          {moment(place.range.start * 1000)} – {moment(place.range.end * 1000)}
        </span>
      )}
    </div>
  );
}

function Step({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
