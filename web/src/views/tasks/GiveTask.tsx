import {
  Button,
  Checkbox,
  Collapse,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Textarea,
} from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { allHostsQuery } from "@/api/hosts";
import { Problem } from "@/api/problem";
import { askable, specialistsQuery } from "@/api/specialists";
import { useRoleName } from "@/components/answer/useRoleName";
import { ExaminationSelect } from "@/components/examination/ExaminationSelect";
import { ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { usePreferences } from "@/state/preferences";
import { give, LONGEST_WORDS, MOST_NAMED, type Wish } from "./queries";
import classes from "./Tasks.module.css";

const LONGEST_WINDOW_S = 300;
const NOTHING: Wish = {
  words: "",
  host: "",
  examination: "",
  specialists: [],
  windowS: null,
  deep: false,
};

/** Give a task in words; what it needs is put together for it, or said here. */
export function GiveTask() {
  const { t } = useTranslation("tasks");
  const navigate = useNavigate();
  const language = usePreferences((state) => state.language);
  const [wish, setWish] = useState(NOTHING);
  const [more, setMore] = useState(false);
  const given = useMutation({
    mutationFn: () => give(wish, language),
    onSuccess: (id) => void navigate({ to: `/tasks/${id}` }),
  });
  const change = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }));
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (wish.words.trim()) given.mutate();
  };
  return (
    <Sheet title={t("give")}>
      <form onSubmit={send} className={classes.form}>
        <Textarea
          label={t("yourTask")}
          placeholder={t("placeholder")}
          description={t("giveHint")}
          value={wish.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
          maxLength={LONGEST_WORDS}
          autosize
          minRows={2}
          maxRows={10}
        />
        <Collapse expanded={more}>
          <More wish={wish} change={change} />
        </Collapse>
        <Group justify="space-between">
          <Button
            size="compact-sm"
            fz={13}
            variant="subtle"
            aria-expanded={more}
            onClick={() => setMore(!more)}
          >
            {more ? t("less") : t("more")}
          </Button>
          <Button
            type="submit"
            loading={given.isPending}
            disabled={!wish.words.trim()}
            leftSection={<IconPlayerPlay size={16} />}
          >
            {t("giveIt")}
          </Button>
        </Group>
        {given.error instanceof Problem && <ShowProblem error={given.error} />}
      </form>
    </Sheet>
  );
}

interface MoreProps {
  wish: Wish;
  change: (part: Partial<Wish>) => void;
}

function More({ wish, change }: MoreProps) {
  const { t } = useTranslation("tasks");
  const name = useRoleName();
  const language = usePreferences((state) => state.language);
  const specialists = useQuery(specialistsQuery(language));
  const hosts = useQuery(allHostsQuery);
  const anew = wish.examination === "";
  return (
    <div className={classes.more}>
      <ExaminationSelect
        label={t("examination")}
        description={t("examinationHint")}
        placeholder={t("anew")}
        value={wish.examination}
        onChange={(examination) => change({ examination })}
        clearable
      />
      <MultiSelect
        label={t("specialists")}
        description={t("specialistsHint")}
        data={askable(specialists.data ?? []).map((one) => ({
          value: one.name,
          label: name(one.name),
        }))}
        value={wish.specialists}
        onChange={(chosen) => change({ specialists: chosen })}
        maxValues={MOST_NAMED}
        searchable
        clearable
      />
      {anew && (
        <>
          <Select
            label={t("host")}
            description={t("hostHint")}
            placeholder={t("here")}
            data={(hosts.data ?? []).map((one) => ({ value: one.id, label: one.name || one.id }))}
            value={wish.host || null}
            onChange={(host) => change({ host: host ?? "" })}
            searchable
            limit={50}
            clearable
          />
          <NumberInput
            label={t("window")}
            description={t("windowHint")}
            suffix=" s"
            min={0.5}
            max={LONGEST_WINDOW_S}
            value={wish.windowS ?? ""}
            onChange={(value) => change({ windowS: typeof value === "number" ? value : null })}
          />
          <Checkbox
            label={t("deep")}
            description={t("deepHint")}
            checked={wish.deep}
            onChange={(event) => change({ deep: event.currentTarget.checked })}
          />
        </>
      )}
    </div>
  );
}
