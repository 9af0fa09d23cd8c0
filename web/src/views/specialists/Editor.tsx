import { Alert, Button, Group, Skeleton, Tabs } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { newestExaminationsQuery } from "@/api/examinations";
import { reportQuery } from "@/api/report";
import type { Specialist } from "@/api/specialists";
import { RemoveButton } from "@/components/RemoveButton";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { definitionOf, type SpecialistForm } from "./definition";
import { Fields } from "./Fields";
import { Files } from "./Files";
import { keepSpecialist, removeSpecialist, trySpecialist } from "./queries";
import classes from "./Specialists.module.css";
import { Trial } from "./Trial";
import { wrongsOf } from "./wrongs";

const JsonEditor = lazy(() => import("./JsonEditor"));

interface EditorProps {
  start: SpecialistForm;
  /** null: a new one is made. */
  kept: Specialist | null;
}

/** Make or change a specialist, and try it on an examination before it is kept. */
export function Editor({ start, kept }: EditorProps) {
  const { t } = useTranslation("specialists");
  const [form, setForm] = useState(start);
  const [words, address] = useAddress();
  const [view, setView] = useState<string | null>("form");
  const navigate = useNavigate();
  const client = useQueryClient();
  const language = usePreferences((state) => state.language);
  const newest = useQuery(newestExaminationsQuery(language));
  const examination = words["examination"] ?? newest.data?.[0]?.id ?? "";
  const report = useQuery({ ...reportQuery(examination, language), enabled: examination !== "" });
  const tried = useMutation({ mutationFn: () => trySpecialist(examination, definitionOf(form)) });
  const saved = useMutation({
    mutationFn: () => keepSpecialist(definitionOf(form), kept !== null),
    onSuccess: (one) => {
      void client.invalidateQueries({ queryKey: ["specialists"] });
      notifications.show({ message: t("saved") });
      if (!kept) void navigate({ to: `/specialists/${one.name}` });
    },
  });
  const change = (next: SpecialistForm) => {
    setForm(next);
    if (saved.error) saved.reset();
    if (tried.error) tried.reset();
  };
  const wrongs = wrongsOf(
    saved.error ?? tried.error,
    form.rules.map((rule) => rule.when.length),
  );
  return (
    <div className={classes.columns}>
      <Sheet aside={<Files form={form} onImport={change} />} title={t("definition")}>
        {kept?.unfit && (
          <Alert color="red" title={t("unfit")}>
            {kept.unfit}
          </Alert>
        )}
        <Tabs value={view} onChange={setView} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="form">{t("form")}</Tabs.Tab>
            <Tabs.Tab value="json">{t("json")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="form" pt="sm">
            <Fields
              form={form}
              onChange={change}
              wrongs={wrongs}
              report={report.data}
              named={kept !== null}
            />
          </Tabs.Panel>
          <Tabs.Panel value="json" pt="sm">
            <Suspense fallback={<Skeleton height={420} />}>
              <JsonEditor form={form} onChange={change} name={kept?.name} />
            </Suspense>
          </Tabs.Panel>
        </Tabs>
        {wrongs[""] && (
          <Alert color="red" role="alert" mt="sm">
            {wrongs[""]}
          </Alert>
        )}
        <Group justify="flex-end" mt="md">
          {kept && (
            <RemoveButton
              resource="specialists"
              title={t("remove", { name: kept.name })}
              what={t("removeHint")}
              remove={() => removeSpecialist(kept.name)}
              onRemoved={() => {
                void client.invalidateQueries({ queryKey: ["specialists"] });
                void navigate({ to: "/specialists" });
              }}
            />
          )}
          <Button
            leftSection={<IconDeviceFloppy size={16} />}
            loading={saved.isPending}
            onClick={() => saved.mutate()}
          >
            {t("shared:action.save")}
          </Button>
        </Group>
      </Sheet>
      <Trial
        examination={examination}
        onExamination={(id) => address({ examination: id }, true)}
        tried={tried}
        wrong={Object.keys(wrongs).length > 0 && tried.error !== null}
      />
    </div>
  );
}
