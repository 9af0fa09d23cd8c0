import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ago, moment } from "@/lib/time";

const EACH_MS = 15_000;

const watchers = new Set<() => void>();
let timer = 0;

/** One clock for all relative times of the page. */
function watch(told: () => void): () => void {
  watchers.add(told);
  timer ||= window.setInterval(() => watchers.forEach((one) => one()), EACH_MS);
  return () => {
    watchers.delete(told);
    if (watchers.size) return;
    window.clearInterval(timer);
    timer = 0;
  };
}

/** Give the time of now in steps of 15 s, in milliseconds. */
export function useNowMs(): number {
  return useSyncExternalStore(watch, () => Math.floor(Date.now() / EACH_MS) * EACH_MS);
}

/** How long ago something was; pointing at it tells the exact moment. */
export function Ago({ time }: { time: string | number }) {
  useTranslation(); // the words change with the language
  const now = useNowMs();
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return null;
  return (
    <time dateTime={at.toISOString()} title={moment(time)}>
      {ago(Math.min(at.getTime(), now), now)}
    </time>
  );
}
