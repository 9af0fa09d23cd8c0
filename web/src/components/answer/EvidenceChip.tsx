import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { inUnit } from "@/lib/format";
import type { Proof } from "./answer";
import classes from "./Answer.module.css";

/** Write the value of a proof with its unit; some evidence is a text. */
export function valueOf(proof: Pick<Proof, "value" | "unit">): string {
  return typeof proof.value === "number" ? inUnit(proof.value, proof.unit) : proof.value;
}

/** One piece of evidence: its name, its value with the unit, and where it was read. */
export function EvidenceChip({ proof }: { proof: Proof }) {
  const { t } = useTranslation("components");
  return (
    <Tooltip
      label={t("answer.source", { source: proof.source })}
      withArrow
      events={{ hover: true, focus: true, touch: true }}
    >
      <span className={classes.chip} tabIndex={0}>
        <code className={classes.key}>{proof.key}</code>
        <b className={classes.value}>{valueOf(proof)}</b>
        <span className={classes.source}>{proof.source}</span>
      </span>
    </Tooltip>
  );
}
