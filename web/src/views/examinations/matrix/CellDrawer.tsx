import { Drawer } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Evidence, Report, ReportFinding } from "@/api/report";
import { TimeChart } from "@/components/charts/TimeChart";
import { Link } from "@/components/Link";
import { Severity } from "@/components/Severity";
import { seconds } from "@/lib/format";
import { squareNamed, type Square } from "./matrix";
import { member } from "./families";
import { familyName, rowName, said, shown } from "./words";
import classes from "./CellDrawer.module.css";

interface CellDrawerProps {
  report: Report;
  /** `cpu.utilization`; empty: closed. */
  cell: string;
  onClose: () => void;
}

/** What a cell of the matrix rests on: its findings, and each piece of its evidence. */
export default function CellDrawer({ report, cell, onClose }: CellDrawerProps) {
  const { t } = useTranslation("examinations");
  const square = useMemo(() => squareNamed(report, cell), [report, cell]);
  return (
    <Drawer.Root
      opened={square !== null}
      onClose={onClose}
      position="right"
      size={560}
      // the lock would write a style sheet into the page, which its policy forbids
      lockScroll={false}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        {/* not Drawer.Header: it would be a second banner of the page */}
        <div className={classes.head}>
          <Drawer.Title className={classes.title}>
            {square && `${rowName(t, square.resource)} · ${t(`shared:aspect.${square.aspect}`)}`}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={t("cell.close")} />
        </div>
        <Drawer.Body>{square && <Inside square={square} report={report} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Inside({ square, report }: { square: Square; report: Report }) {
  const { t } = useTranslation("examinations");
  const of = [...square.findings, ...square.past].flatMap((one) => one.evidence);
  const keys = [...new Set([...square.cell.evidence, ...of])].filter((key) => report.evidence[key]);
  return (
    <div className={classes.inside}>
      {square.kind === "unknown" ? (
        <div className={`hx-unknown ${classes.reason ?? ""}`}>
          <strong>{t("cell.whyUnknown")}</strong>
          <p>{square.cell.reason || t(`shared:status.${square.cell.status}`)}</p>
        </div>
      ) : (
        <p className={classes.said}>{said(t, square)}</p>
      )}
      <section>
        <h3>{t("cell.findings")}</h3>
        {square.findings.length ? (
          <Findings findings={square.findings} examination={report.id} />
        ) : (
          <p className={classes.soft}>{t("cell.noFinding")}</p>
        )}
        {square.past.length > 0 && (
          <>
            <h4>{t("cell.past")}</h4>
            <Findings findings={square.past} examination={report.id} />
          </>
        )}
      </section>
      <section>
        <h3>{t("cell.evidence")}</h3>
        {keys.length ? (
          keys.map((key) => (
            <Piece
              key={key}
              name={key}
              one={report.evidence[key]}
              threshold={thresholdOf(square, key)}
            />
          ))
        ) : (
          <p className={classes.soft}>{t("cell.noEvidence")}</p>
        )}
      </section>
    </div>
  );
}

/** The line that a finding draws is of the first piece that it rests on. */
function thresholdOf(square: Square, key: string): number | null {
  return square.findings.find((one) => one.evidence[0] === key)?.threshold ?? null;
}

function Findings({ findings, examination }: { findings: ReportFinding[]; examination: string }) {
  return (
    <ul className={classes.findings}>
      {findings.map((one) => (
        <li key={one.id}>
          <Severity of={one.severity} />
          <Link to={`/examinations/${examination}/findings/${one.id}`}>{one.title}</Link>
        </li>
      ))}
    </ul>
  );
}

const LEAST_POINTS = 3;

interface PieceProps {
  name: string;
  one: Evidence | undefined;
  threshold: number | null;
}

function Piece({ name, one, threshold }: PieceProps) {
  const { t } = useTranslation("examinations");
  const series = useMemo(
    () => (one ? [{ label: member(one) || one.family, points: one.series }] : []),
    [one],
  );
  if (!one) return null;
  return (
    <article className={classes.piece}>
      <header>
        <code>{name}</code>
        <strong>{one.unit === "text" ? "" : shown(t, one)}</strong>
      </header>
      <p className={classes.soft}>
        {familyName(t, one.family)} · {t("cell.source", { source: one.source })}
        {one.window_s > 0 && ` · ${t("cell.window", { time: seconds(one.window_s) })}`}
      </p>
      {one.series.length >= LEAST_POINTS && (
        <TimeChart
          title={name}
          unit={one.unit}
          series={series}
          height={96}
          relative
          sync="cell"
          threshold={threshold}
          most={one.unit === "ratio" ? 1 : undefined}
        />
      )}
    </article>
  );
}
