import { useEffect, useRef, useState, useSyncExternalStore, type UIEvent } from "react";
import { useTranslation } from "react-i18next";
import { chosen, inSight, levelOf, stamp } from "./lines";
import classes from "./Log.module.css";
import { LogTools } from "./LogTools";
import type { LogLine, LogRing } from "./ring";

const ROW_PX = 20;
const BEYOND = 20;
const FEWEST_ROWS = 4;

interface LogViewProps {
  ring: LogRing;
  /** What the log is of, for those who do not see it. */
  label: string;
  /** The name of the file that is saved, without its ending. */
  name: string;
  /** The most height in pixels. */
  height?: number;
  /** More may come. */
  live?: boolean;
}

/** A log that may be a flood: only lines in sight are drawn; it follows its end or stands still. */
export function LogView({ ring, label, name, height: most = 420, live = false }: LogViewProps) {
  const { t } = useTranslation("components");
  const version = useSyncExternalStore(ring.subscribe, () => ring.version);
  const [wanted, setWanted] = useState("");
  const [still, setStill] = useState<readonly LogLine[] | null>(null);
  const [top, setTop] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const pinned = useRef(0);
  // nothing more comes: no room is kept for it
  const height = live ? most : Math.min(most, Math.max(ring.size + 1, FEWEST_ROWS) * ROW_PX);
  const lines = still ?? (wanted ? ring.lines() : null);
  const shown = lines && chosen(lines, wanted);
  const count = shown ? shown.length : ring.size;
  useEffect(() => {
    const element = box.current;
    if (still || !element) return;
    element.scrollTop = element.scrollHeight;
    pinned.current = element.scrollTop;
  }, [version, still, wanted, count]);

  const scrolled = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop } = event.currentTarget;
    setTop(scrollTop);
    // growing lines move the end away, never the place: only a reader goes up
    if (!still && live && scrollTop < pinned.current - ROW_PX) setStill(ring.lines());
  };
  const [first, behind] = inSight(top, height, ROW_PX, count, BEYOND);
  const rows = Array.from({ length: Math.max(0, behind - first) }, (_, at) =>
    shown ? shown[first + at] : ring.at(first + at),
  );
  return (
    <div className={classes.log}>
      <LogTools
        name={name}
        lines={() => shown ?? ring.lines()}
        wanted={wanted}
        onWanted={setWanted}
        live={live}
        still={still !== null}
        onStill={(stand) => setStill(stand ? ring.lines() : null)}
        count={count}
        newer={still ? ring.total - (still.at(-1)?.number ?? 0) : 0}
        dropped={ring.dropped}
      />
      <div
        ref={box}
        className={classes.box}
        style={{ height }}
        onScroll={scrolled}
        role="log"
        aria-live="off"
        aria-label={label}
        tabIndex={0}
      >
        <div className={classes.all} style={{ height: count * ROW_PX }}>
          <div className={classes.seen} style={{ top: first * ROW_PX }}>
            {rows.map((line) => line && <Row key={line.number} line={line} />)}
          </div>
        </div>
        {!count && <p className={classes.none}>{wanted ? t("table.none") : t("log.none")}</p>}
      </div>
    </div>
  );
}

function Row({ line }: { line: LogLine }) {
  return (
    <div className={classes.row} data-level={levelOf(line.text)} style={{ height: ROW_PX }}>
      <span className={classes.time}>{stamp(line.time)}</span>
      <span>{line.text}</span>
    </div>
  );
}
