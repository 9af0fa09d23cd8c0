import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { Sheet } from "@/components/Sheet";
import { matrixOf, unknownIn, USE, type Row } from "./matrix";
import { MatrixSquare } from "./MatrixSquare";
import { rowName } from "./words";
import classes from "./Matrix.module.css";

interface MatrixProps {
  report: Report;
  onOpen: (square: string) => void;
  /** Whether the other resources are shown below. */
  whole: boolean;
  onWhole: (whole: boolean) => void;
}

/** The USE matrix: the main resources, and on demand the others. */
export function Matrix({ report, onOpen, whole, onWhole }: MatrixProps) {
  const { t } = useTranslation("examinations");
  const { main, rest } = useMemo(() => matrixOf(report), [report]);
  const unknown = unknownIn([...main, ...rest]);
  const Shape = whole ? IconChevronUp : IconChevronDown;
  return (
    <Sheet
      flush
      title={t("matrix.title")}
      aside={
        unknown > 0 && (
          <span className={`hx-unknown ${classes.unknowns ?? ""}`}>
            {t("matrix.unknown", { count: unknown })}
          </span>
        )
      }
    >
      <Rows rows={main} report={report} onOpen={onOpen} label={t("matrix.title")} />
      {rest.length > 0 && (
        <button
          type="button"
          className={classes.more}
          aria-expanded={whole}
          onClick={() => onWhole(!whole)}
        >
          <Shape size={15} aria-hidden />
          {whole ? t("matrix.less") : t("matrix.more", { count: rest.length })}
        </button>
      )}
      {whole && <Rows rows={rest} report={report} onOpen={onOpen} label={t("matrix.restTitle")} />}
    </Sheet>
  );
}

interface RowsProps {
  rows: Row[];
  report: Report;
  onOpen: (square: string) => void;
  label: string;
}

function Rows({ rows, report, onOpen, label }: RowsProps) {
  const { t } = useTranslation("examinations");
  const beside = rows
    .flatMap((row) => Object.keys(row.squares))
    .filter((one) => !USE.includes(one));
  const aspects = [...USE, ...new Set(beside)];
  return (
    <table className={classes.matrix} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("matrix.resource")}</th>
          {aspects.map((aspect) => (
            <th scope="col" key={aspect}>
              {t(`shared:aspect.${aspect}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.resource}>
            <th scope="row">{rowName(t, row.resource)}</th>
            {aspects.map((aspect) => (
              <td key={aspect}>
                <Asked row={row} aspect={aspect} report={report} onOpen={onOpen} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface AskedProps {
  row: Row;
  aspect: string;
  report: Report;
  onOpen: (square: string) => void;
}

function Asked({ row, aspect, report, onOpen }: AskedProps) {
  const { t } = useTranslation("examinations");
  const square = row.squares[aspect];
  if (square) return <MatrixSquare square={square} evidence={report.evidence} onOpen={onOpen} />;
  return (
    <span className={classes.none} title={t("matrix.notAsked")}>
      {t("matrix.none")}
      <span className="hx-hidden">{t("matrix.notAsked")}</span>
    </span>
  );
}
