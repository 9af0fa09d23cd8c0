import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { Sheet } from "@/components/Sheet";
import { ColumnCard } from "./ColumnCard";
import classes from "./Panel.module.css";
import type { Column } from "./replay";

interface ColumnsProps {
  columns: readonly Column[];
  report: Report | null;
  examination: string;
  /** While it is told live: letters that each has spoken, and what is not told before the record. */
  letters?: Readonly<Record<string, number>>;
}

/** The specialists side by side: how each stands, what it took, and what it says. */
export function Columns({ columns, report, examination, letters }: ColumnsProps) {
  const { t } = useTranslation("panel");
  return (
    <Sheet title={t("columns")} flush>
      <div className={classes.columns}>
        {columns.map((one) => (
          <ColumnCard
            key={one.specialist}
            column={one}
            report={report}
            examination={examination}
            letters={letters && (letters[one.specialist] ?? 0)}
          />
        ))}
      </div>
    </Sheet>
  );
}
