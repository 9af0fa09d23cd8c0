import { ActionIcon, Button, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SEVERITIES, type Report } from "@/api/report";
import { ConditionFields } from "./ConditionFields";
import { LONGEST_SAY, MOST_CONDITIONS, NEW_CONDITION, type RuleForm } from "./definition";
import { placesOf } from "./evidence";
import classes from "./Specialists.module.css";
import type { Wrongs } from "./wrongs";

interface RuleFieldsProps {
  place: number;
  rule: RuleForm;
  wrongs: Wrongs;
  report: Report | undefined;
  names: readonly string[];
  onChange: (rule: RuleForm) => void;
  onRemove: () => void;
}

/** One rule: when all its conditions hold, its words are said. */
export function RuleFields(props: RuleFieldsProps) {
  const { place, rule, wrongs, report, names, onChange, onRemove } = props;
  const { t } = useTranslation("specialists");
  const at = `rules.${place}`;
  const change = (part: Partial<RuleForm>) => onChange({ ...rule, ...part });
  return (
    <fieldset className={classes.rule}>
      <legend>{t("rule", { place: place + 1 })}</legend>
      <ActionIcon
        className={classes.corner}
        variant="subtle"
        color="gray"
        aria-label={t("removeRule", { place: place + 1 })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
      {rule.when.map((condition, index) => (
        <ConditionFields
          key={index}
          condition={condition}
          first={index === 0}
          wrongs={wrongs}
          at={`${at}.when.${index}`}
          report={report}
          names={names}
          onChange={(next) =>
            change({ when: rule.when.map((one, other) => (other === index ? next : one)) })
          }
          onRemove={
            rule.when.length > 1
              ? () => change({ when: rule.when.filter((_, other) => other !== index) })
              : null
          }
        />
      ))}
      {wrongs[`${at}.when`] && <p role="alert">{wrongs[`${at}.when`]}</p>}
      <Button
        variant="subtle"
        size="compact-sm"
        fz={13}
        className={classes.start}
        leftSection={<IconPlus size={14} />}
        disabled={rule.when.length >= MOST_CONDITIONS}
        onClick={() => change({ when: [...rule.when, NEW_CONDITION] })}
      >
        {t("addCondition")}
      </Button>
      <Say rule={rule} change={change} error={wrongs[`${at}.say`]} report={report} />
      <Weight rule={rule} change={change} wrongs={wrongs} at={at} />
    </fieldset>
  );
}

interface PartProps {
  rule: RuleForm;
  change: (part: Partial<RuleForm>) => void;
}

type SayProps = PartProps & { error: string | undefined; report: Report | undefined };

function Say({ rule, change, error, report }: SayProps) {
  const { t } = useTranslation("specialists");
  const places = placesOf(report, rule);
  return (
    <div>
      <Textarea
        label={t("say")}
        description={t("sayHint")}
        value={rule.say}
        onChange={(event) => change({ say: event.currentTarget.value })}
        error={error}
        maxLength={LONGEST_SAY}
        autosize
        minRows={1}
        maxRows={5}
        required
      />
      <div className={classes.places} role="group" aria-label={t("places")}>
        {places.map((one) => (
          <Button
            key={one}
            size="compact-xs"
            variant="default"
            onClick={() => change({ say: `${rule.say}{${one}}` })}
          >
            {`{${one}}`}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Weight({ rule, change, wrongs, at }: PartProps & { wrongs: Wrongs; at: string }) {
  const { t } = useTranslation("specialists");
  return (
    <div className={classes.weight}>
      <Select
        label={t("severity")}
        data={SEVERITIES.map((one) => ({ value: one, label: t(`shared:severity.${one}`) }))}
        value={rule.severity}
        onChange={(value) =>
          change({ severity: SEVERITIES.find((one) => one === value) ?? rule.severity })
        }
        error={wrongs[`${at}.severity`]}
        allowDeselect={false}
      />
      <Select
        label={t("stance")}
        data={[
          { value: "agrees", label: t("agrees") },
          { value: "opposes", label: t("opposes") },
        ]}
        value={rule.stance}
        onChange={(value) => change({ stance: value === "opposes" ? "opposes" : "agrees" })}
        error={wrongs[`${at}.stance`]}
        allowDeselect={false}
      />
      <NumberInput
        label={t("confidence")}
        suffix=" %"
        min={1}
        max={100}
        allowDecimal={false}
        value={rule.confidence}
        onChange={(value) => change({ confidence: typeof value === "number" ? value : 1 })}
        error={wrongs[`${at}.confidence`]}
      />
      <TextInput
        label={t("about")}
        placeholder={t("aboutHint")}
        value={rule.about}
        onChange={(event) => change({ about: event.currentTarget.value })}
        error={wrongs[`${at}.about`]}
        maxLength={80}
        spellCheck={false}
      />
      <TextInput
        label={t("id")}
        value={rule.id}
        onChange={(event) => change({ id: event.currentTarget.value })}
        error={wrongs[`${at}.id`]}
        maxLength={40}
        spellCheck={false}
      />
    </div>
  );
}
