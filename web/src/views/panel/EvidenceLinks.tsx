import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { Link } from "@/components/Link";
import { inUnit } from "@/lib/format";
import { shortKey } from "./course";
import classes from "./Panel.module.css";

interface EvidenceLinksProps {
  keys: readonly string[];
  /** Null while the report is not there yet. */
  report: Report | null;
  examination: string;
  /** The finding that the words are about; '' where they are about none. */
  item: string;
}

/** What words rest on: each piece with its value leads to the finding that shows it whole. */
export function EvidenceLinks({ keys, report, examination, item }: EvidenceLinksProps) {
  const { t } = useTranslation("panel");
  if (!keys.length) return null;
  const known = report?.findings.some((one) => one.id === item) ?? false;
  return (
    <ul className={classes.chips} aria-label={t("because")}>
      {keys.map((key) => {
        const piece = report?.evidence[key];
        const said = (
          <>
            <code>{shortKey(key)}</code>
            {piece && <b>{inUnit(piece.value, piece.unit)}</b>}
          </>
        );
        return (
          <li key={key}>
            {known ? (
              <Link
                to={`/examinations/${examination}/findings/${item}`}
                className={classes.chip ?? ""}
                title={key}
                underline="never"
              >
                {said}
              </Link>
            ) : (
              <span className={classes.chip} title={key}>
                {said}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
