import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { Answered } from "@/components/Problems";
import { CopyAs } from "@/components/CopyAs";
import { Sheet } from "@/components/Sheet";
import { secretsQuery } from "../api";
import { SaveBar } from "../general/SaveBar";
import { SettingRow } from "../general/SettingRow";
import { useDrafts } from "../general/useDrafts";
import { markdownTable } from "../logic/markdown";
import { shown, type Setting } from "../logic/settings";
import { Section } from "../parts/Section";
import { ChosenModels } from "./ChosenModels";
import { Presets } from "./Presets";
import { Prices } from "./Prices";

const BUDGET = ["panel.run_dollars", "panel.day_dollars", "panel.run_tokens", "panel.day_tokens"];
const HOW = [
  "panel.mode",
  "panel.max_rounds",
  "panel.settle_early",
  "panel.patience_seconds",
  "panel.panel_seconds",
  "panel.cache_seconds",
  "panel.hide",
  "panel.probes",
];
const OF_THE_INSTANCE = ["panel.base_url", "panel.engine", "panel.allow_code", "panel.sandbox"];

/** The panel by models: who is asked, with which keys, for how much. */
export default function ModelsPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const drafting = useDrafts();
  const changes = may(me, "change", "settings") ? drafting : null;
  const secrets = useInfiniteQuery({ ...secretsQuery, enabled: may(me, "read", "secrets") });
  const names = secrets.data?.pages.flatMap((page) => page.items).map((one) => one.name);
  const panel = drafting.query.data?.items.filter((one) => /^(panel|models)\./.test(one.name));
  return (
    <Section
      name="models"
      actions={
        <CopyAs
          markdown={() =>
            markdownTable(
              ["setting", "value", "source"],
              (panel ?? []).map((one) => [one.name, shown(one.value), one.source]),
            )
          }
          json={() => panel}
        />
      }
    >
      <Answered query={drafting.query} height={480}>
        {(inForce) => {
          const rows = (wanted: readonly string[]) =>
            pick(inForce.items, wanted).map((one) => (
              <SettingRow key={`${one.name} ${inForce.version}`} setting={one} drafting={changes} />
            ));
          return (
            <>
              <ChosenModels settings={inForce.items} drafting={changes} secrets={names} />
              <Presets secrets={names} drafting={changes} />
              <Sheet flush title={t("models.budget")} aside={t("models.budgetAside")}>
                {rows(BUDGET)}
              </Sheet>
              <Prices settings={inForce.items} drafting={changes} />
              <Sheet flush title={t("models.how")}>
                {rows(HOW)}
              </Sheet>
              <Sheet flush title={t("models.instance")} aside={t("models.instanceAside")}>
                {rows(OF_THE_INSTANCE)}
              </Sheet>
            </>
          );
        }}
      </Answered>
      <SaveBar drafting={drafting} />
    </Section>
  );
}

function pick(settings: readonly Setting[], wanted: readonly string[]): Setting[] {
  return wanted.flatMap((name) => settings.filter((one) => one.name === name));
}
