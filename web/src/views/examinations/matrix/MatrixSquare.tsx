import { useTranslation } from "react-i18next";
import type { Evidence, ReportFinding } from "@/api/report";
import { Sparkline } from "@/components/charts/Sparkline";
import { SeverityShape } from "@/components/Severity";
import { familyName, meaning, rowName, said, shown } from "./words";
import type { Square } from "./matrix";
import classes from "./Matrix.module.css";

interface MatrixSquareProps {
  square: Square;
  evidence: Readonly<Record<string, Evidence>>;
  onOpen: (square: string) => void;
}

/** One cell: its value, its course, and how bad it is; opens its evidence. */
export function MatrixSquare({ square, evidence, onOpen }: MatrixSquareProps) {
  const { t } = useTranslation("examinations");
  const { severity, kind } = square;
  const name = [
    t("matrix.open", {
      resource: rowName(t, square.resource),
      aspect: t(`shared:aspect.${square.aspect}`),
      value: said(t, square),
    }),
    ...(severity
      ? [t(`shared:severity.${severity}`), t("matrix.touched", { count: square.findings.length })]
      : []),
  ].join(", ");
  return (
    <button
      type="button"
      className={`${classes.square ?? ""} ${kind === "unknown" && !severity ? "hx-unknown" : ""}`}
      data-severity={severity}
      data-kind={kind}
      aria-label={name}
      title={kind === "unknown" ? square.cell.reason : undefined}
      onClick={() => onOpen(square.id)}
    >
      <span className={classes.value}>
        {severity && <SeverityShape of={severity} />}
        <Headline square={square} />
      </span>
      <span className={classes.meaning}>
        <Meaning square={square} evidence={evidence} />
      </span>
      <Course square={square} />
    </button>
  );
}

type Shown = Omit<MatrixSquareProps, "onOpen">;

/** The finding to show instead of the cell's value: where it rests on something else. */
function told(square: Square): ReportFinding | null {
  const finding = square.findings[0];
  if (!finding || (square.value && finding.evidence.includes(square.value.key))) return null;
  return finding;
}

function Headline({ square }: { square: Square }) {
  const { t } = useTranslation("examinations");
  const finding = told(square);
  if (finding) return t(`shared:severity.${finding.severity}`);
  if (square.kind === "unknown") return t("shared:unknown");
  return square.value ? shown(t, square.value.evidence) : t("matrix.noneFound");
}

function Meaning({ square, evidence }: Shown) {
  const { t } = useTranslation("examinations");
  const finding = told(square);
  if (finding) return finding.title;
  if (square.kind === "unknown") return t(`shared:status.${square.cell.status}`);
  if (square.value) {
    const { worst } = square;
    if (!worst) return meaning(t, square.value);
    return t("matrix.worst", { member: worst.member, value: shown(t, worst.evidence) });
  }
  const proof = evidence[square.cell.evidence[0] ?? ""];
  return proof ? `${shown(t, proof)} ${familyName(t, proof.family)}` : "";
}

const LEAST_POINTS = 3;

function Course({ square }: { square: Square }) {
  const { t } = useTranslation("examinations");
  const one = square.value?.evidence;
  if (!one || told(square) || one.series.length < LEAST_POINTS) return null;
  return (
    <span className={classes.course} aria-hidden>
      <Sparkline
        points={one.series}
        label={t("matrix.series", { name: one.family })}
        width={56}
        height={18}
        most={one.unit === "ratio" ? 1 : undefined}
      />
    </span>
  );
}
