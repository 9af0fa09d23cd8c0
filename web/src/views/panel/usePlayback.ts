import { useEffect, useState } from "react";
import { moved } from "./replay";

export const SPEEDS = ["1", "4", "16"] as const;
export type Speed = (typeof SPEEDS)[number];

/** A replay is drawn anew at most this often. */
const FRAME_MS = 50;

export interface Playback {
  /** Seconds since the panel began. */
  atS: number;
  endS: number;
  playing: boolean;
  speed: Speed;
  seek: (atS: number) => void;
  toggle: () => void;
  setSpeed: (speed: Speed) => void;
}

/** Play a panel from a moment on; it begins at its end, where all of it is seen. */
export function usePlayback(endS: number, firstS: number): Playback {
  const [atS, setAtS] = useState(firstS);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>("1");
  useEffect(() => {
    if (!playing) return;
    let before = performance.now();
    const timer = window.setInterval(() => {
      const now = performance.now();
      const passed = now - before;
      before = now;
      setAtS((at) => moved(at, passed, Number(speed), endS));
    }, FRAME_MS);
    return () => window.clearInterval(timer);
  }, [playing, speed, endS]);
  const ended = atS >= endS;
  return {
    atS,
    endS,
    playing: playing && !ended,
    speed,
    seek: (to) => setAtS(Math.min(endS, Math.max(0, to))),
    toggle: () => {
      if (ended) setAtS(0);
      setPlaying(!playing || ended);
    },
    setSpeed,
  };
}
