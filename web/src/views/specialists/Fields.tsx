import { Button, MultiSelect, TagsInput, Textarea, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import {
  ASPECTS,
  LONGEST_MANDATE,
  MOST_EVIDENCE,
  MOST_RULES,
  newRule,
  RESOURCES,
  type SpecialistForm,
} from "./definition";
import { namesOf } from "./evidence";
import { RuleFields } from "./RuleFields";
import classes from "./Specialists.module.css";
import type { Wrongs } from "./wrongs";

interface FieldsProps {
  form: SpecialistForm;
  onChange: (form: SpecialistForm) => void;
  wrongs: Wrongs;
  /** The examination whose evidence completes names. */
  report: Report | undefined;
  /** It is kept: its name stays. */
  named: boolean;
}

/** The fields of a definition, with what the server says of each. */
export function Fields({ form, onChange, wrongs, report, named }: FieldsProps) {
  const { t } = useTranslation("specialists");
  const names = useMemo(() => namesOf(report), [report]);
  const change = (part: Partial<SpecialistForm>) => onChange({ ...form, ...part });
  return (
    <div className={classes.stack}>
      <TextInput
        label={t("name")}
        description={t("nameHint")}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={wrongs["name"]}
        disabled={named}
        maxLength={40}
        spellCheck={false}
        required
      />
      <Textarea
        label={t("mandate")}
        description={t("mandateHint")}
        value={form.mandate}
        onChange={(event) => change({ mandate: event.currentTarget.value })}
        error={wrongs["mandate"]}
        maxLength={LONGEST_MANDATE}
        autosize
        minRows={2}
        maxRows={12}
        required
      />
      <div className={classes.pair}>
        <MultiSelect
          label={t("resources")}
          description={t("fieldHint")}
          data={RESOURCES.map((one) => ({ value: one, label: t(`shared:resource.${one}`) }))}
          value={form.resources}
          onChange={(chosen) => change({ resources: RESOURCES.filter((r) => chosen.includes(r)) })}
          error={wrongs["resources"]}
          searchable
          required
        />
        <MultiSelect
          label={t("aspects")}
          description={t("aspectsHint")}
          data={ASPECTS.map((one) => ({ value: one, label: t(`shared:aspect.${one}`) }))}
          value={form.aspects}
          onChange={(chosen) => change({ aspects: ASPECTS.filter((a) => chosen.includes(a)) })}
          error={wrongs["aspects"]}
          searchable
          required
        />
      </div>
      <TagsInput
        label={t("evidence")}
        description={t("evidenceHint")}
        data={names}
        limit={50}
        value={form.evidence}
        onChange={(evidence) => change({ evidence })}
        error={wrongs["evidence"]}
        maxTags={MOST_EVIDENCE}
        splitChars={[]}
      />
      <Rules form={form} change={change} wrongs={wrongs} report={report} names={names} />
    </div>
  );
}

interface RulesProps {
  form: SpecialistForm;
  change: (part: Partial<SpecialistForm>) => void;
  wrongs: Wrongs;
  report: Report | undefined;
  names: readonly string[];
}

function Rules({ form: { rules }, change, wrongs, report, names }: RulesProps) {
  const { t } = useTranslation("specialists");
  return (
    <section aria-label={t("rules")} className={classes.stack}>
      <h3 className={classes.heading}>{t("rules")}</h3>
      <p className={classes.soft}>{t("rulesHint")}</p>
      {rules.map((rule, at) => (
        <RuleFields
          key={at}
          place={at}
          rule={rule}
          wrongs={wrongs}
          report={report}
          names={names}
          onChange={(next) =>
            change({ rules: rules.map((one, place) => (place === at ? next : one)) })
          }
          onRemove={() => change({ rules: rules.filter((_, place) => place !== at) })}
        />
      ))}
      {wrongs["rules"] && <p role="alert">{wrongs["rules"]}</p>}
      <Button
        variant="default"
        size="compact-md"
        fz={14}
        className={classes.start}
        leftSection={<IconPlus size={16} />}
        disabled={rules.length >= MOST_RULES}
        onClick={() => change({ rules: [...rules, newRule(rules)] })}
      >
        {t("addRule")}
      </Button>
    </section>
  );
}
