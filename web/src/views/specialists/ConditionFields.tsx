import { ActionIcon, Autocomplete, NumberInput, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import type { Comparison, ConditionForm } from "./definition";
import { measuredOf } from "./evidence";
import classes from "./Specialists.module.css";
import type { Wrongs } from "./wrongs";

const COMPARISONS: readonly Comparison[] = ["above", "below", "between", "is"];
const MOST_OFFERED = 60;

interface ConditionFieldsProps {
  condition: ConditionForm;
  first: boolean;
  at: string;
  wrongs: Wrongs;
  report: Report | undefined;
  names: readonly string[];
  onChange: (condition: ConditionForm) => void;
  /** null: it is the only one. */
  onRemove: (() => void) | null;
}

/** One condition: a piece of evidence, and what it must be. */
export function ConditionFields(props: ConditionFieldsProps) {
  const { condition, first, at, wrongs, report, names, onChange, onRemove } = props;
  const { t } = useTranslation("specialists");
  const change = (part: Partial<ConditionForm>) => onChange({ ...condition, ...part });
  const measured = measuredOf(report, condition.evidence);
  const told = measured
    ? t("measured", { count: measured.count, values: measured.values, unit: measured.unit })
    : condition.evidence && report
      ? t("notMeasured")
      : "";
  return (
    <div className={classes.condition}>
      <Autocomplete
        label={first ? t("if") : t("and")}
        placeholder="disk.await"
        data={[...names]}
        limit={MOST_OFFERED}
        value={condition.evidence}
        onChange={(evidence) => change({ evidence })}
        error={wrongs[`${at}.evidence`]}
        description={told}
        inputWrapperOrder={["label", "input", "description", "error"]}
        maxLength={500}
        spellCheck={false}
      />
      <Select
        label={t("comparison")}
        data={COMPARISONS.map((one) => ({ value: one, label: t(`comparisons.${one}`) }))}
        value={condition.comparison}
        onChange={(value) =>
          change({ comparison: COMPARISONS.find((one) => one === value) ?? "above" })
        }
        allowDeselect={false}
      />
      <Limits condition={condition} change={change} wrongs={wrongs} at={at} />
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("removeCondition")}
          onClick={onRemove}
          className={classes.out}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

interface LimitsProps {
  condition: ConditionForm;
  change: (part: Partial<ConditionForm>) => void;
  wrongs: Wrongs;
  at: string;
}

function Limits({ condition, change, wrongs, at }: LimitsProps) {
  const { t } = useTranslation("specialists");
  const { comparison } = condition;
  if (comparison === "is")
    return (
      <TextInput
        label={t("text")}
        value={condition.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={wrongs[`${at}.is`]}
        maxLength={200}
      />
    );
  const field = (name: "above" | "below") => (
    <NumberInput
      label={comparison === "between" ? t(`comparisons.${name}`) : t("limit")}
      value={condition[name] ?? ""}
      onChange={(value) => change({ [name]: typeof value === "number" ? value : null })}
      error={wrongs[`${at}.${name}`]}
      decimalScale={9}
    />
  );
  return (
    <>
      {comparison !== "below" && field("above")}
      {comparison !== "above" && field("below")}
    </>
  );
}
