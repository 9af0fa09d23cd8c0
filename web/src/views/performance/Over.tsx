import { SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { TimeChart } from "@/components/charts/TimeChart";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { FIGURES, linesOf, type Figure } from "./measured";
import classes from "./Performance.module.css";
import type { Did } from "./queries";

const UNITS: Readonly<Record<Figure, string>> = {
  time: "s",
  first_token: "s",
  cost: "dollars",
  tokens: "count",
  answered: "ratio",
  struck: "count",
};

/** One figure over the panels, a line for each specialist. */
export function Over({ did }: { did: readonly Did[] }) {
  const { t } = useTranslation("performance");
  const nameOf = useRoleName();
  const [words, setWords] = useAddress();
  const figure = FIGURES.find((one) => one === words["figure"]) ?? "time";
  const lines = useMemo(() => linesOf(did, figure), [did, figure]);
  const series = lines.map((one) => ({ label: nameOf(one.specialist), points: one.points }));
  const title = t(`figures.${figure}`);
  return (
    <Sheet
      title={t("over")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("figure")}
          data={FIGURES.map((one) => ({ value: one, label: t(`figures.${one}`) }))}
          value={figure}
          onChange={(value) => setWords({ figure: value }, true)}
        />
      }
    >
      <div className={classes.chart}>
        <TimeChart title={title} unit={UNITS[figure]} series={series} height={240} legend />
      </div>
    </Sheet>
  );
}
