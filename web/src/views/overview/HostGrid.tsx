import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import type { Glance } from "./glance";
import { HostCard } from "./HostCard";
import type { LineName, Lines } from "./lines";
import classes from "./Overview.module.css";

const CARD_PX = 280;
const GAP_PX = 12;
const ROW_PX = 184;
const BEYOND = 3;

interface HostGridProps {
  glances: Glance[];
  lines: Record<LineName, Lines>;
}

/** Hosts as cards; only rows in sight are made, so that thousands scroll as one does. */
export function HostGrid({ glances, lines }: HostGridProps) {
  const box = useRef<HTMLDivElement>(null);
  const { ref, width } = useElementSize();
  const both = useMergedRef(ref, box);
  const [top, setTop] = useState(0);
  const across = Math.max(1, Math.floor((width + GAP_PX) / (CARD_PX + GAP_PX)));
  useLayoutEffect(() => {
    if (box.current) setTop(box.current.getBoundingClientRect().top + window.scrollY);
  }, [width]);
  const virtual = useWindowVirtualizer({
    count: Math.ceil(glances.length / across),
    estimateSize: () => ROW_PX + GAP_PX,
    overscan: BEYOND,
    scrollMargin: top,
  });
  return (
    <div ref={both} className={classes.grid} style={{ height: virtual.getTotalSize() }} role="list">
      {virtual.getVirtualItems().map((row) => (
        <div
          key={row.key}
          role="presentation"
          className={classes.row}
          style={{
            top: row.start - virtual.options.scrollMargin,
            height: ROW_PX,
            gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`,
          }}
        >
          {glances.slice(row.index * across, (row.index + 1) * across).map((one) => (
            <HostCard key={one.host.id} glance={one} lines={lines} />
          ))}
        </div>
      ))}
    </div>
  );
}
