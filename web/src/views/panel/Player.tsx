import { ActionIcon, Button, SegmentedControl, Slider } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { seconds } from "@/lib/format";
import classes from "./Player.module.css";
import { SPEEDS, type Playback } from "./usePlayback";

const STEP_S = 1;

interface PlayerProps {
  playback: Playback;
  /** Called with a moment that was chosen: it belongs into the address. */
  onSettled: (atS: number) => void;
}

/** Plays a panel again: play and pause, how fast, and which moment. */
export function Player({ playback, onSettled }: PlayerProps) {
  const { t } = useTranslation("panel");
  const { atS, endS, playing, seek, toggle } = playback;
  useHotkeys([
    ["k", toggle],
    ["j", () => seek(atS - STEP_S)],
    ["l", () => seek(atS + STEP_S)],
  ]);
  const told = t("play.of", { at: seconds(rounded(atS)), end: seconds(rounded(endS)) });
  return (
    <div className={classes.player} role="group" aria-label={t("play.title")}>
      <ActionIcon
        size="lg"
        radius="xl"
        onClick={toggle}
        title={t("play.keys")}
        aria-label={playing ? t("play.pause") : t("play.play")}
      >
        {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </ActionIcon>
      <Slider
        className={classes.slider ?? ""}
        min={0}
        max={endS}
        step={0.01}
        value={atS}
        onChange={seek}
        onChangeEnd={onSettled}
        label={null}
        thumbLabel={t("play.at")}
        thumbProps={{ "aria-valuetext": told }}
      />
      <span className={classes.time}>{told}</span>
      <SegmentedControl
        size="xs"
        aria-label={t("play.speed")}
        data={SPEEDS.map((one) => ({ value: one, label: `${one}×` }))}
        value={playback.speed}
        onChange={(value) => playback.setSpeed(value)}
      />
      <Button size="compact-sm" variant="subtle" disabled={atS >= endS} onClick={() => seek(endS)}>
        {t("play.end")}
      </Button>
    </div>
  );
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
