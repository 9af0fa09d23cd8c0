import { ActionIcon, Badge, Group } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { Sheet } from "@/components/Sheet";
import type { Drafting } from "../general/useDrafts";
import { modelsOf, moved, providerOf, secretOf, tableOf } from "../logic/models";
import { shown, type Setting } from "../logic/settings";
import rows from "../parts/Rows.module.css";
import { AddModel } from "./AddModel";
import { TryModel } from "./TryModel";

const NAME = "panel.models";

interface ChosenModelsProps {
  settings: readonly Setting[];
  drafting: Drafting | null;
  /** Names of secrets; undefined where the caller may not see them. */
  secrets: readonly string[] | undefined;
}

/** The models that judge, in the order in which they are asked. */
export function ChosenModels({ settings, drafting, secrets }: ChosenModelsProps) {
  const { t } = useTranslation("settings");
  const me = useMe();
  const valueOf = (name: string) => settings.find((one) => one.name === name)?.value;
  const saved = modelsOf(valueOf(NAME));
  const draft = drafting?.drafts[NAME];
  const models = draft === undefined ? saved : modelsOf(draft);
  const tables = tableOf(settings, "models");
  const set = (those: string[]) =>
    those.join() === saved.join() ? drafting?.drop([NAME]) : drafting?.set(NAME, those.join(","));
  return (
    <Sheet flush title={t("models.chosen")} aside={t("models.chosenAside")}>
      <div className={rows.scroll} tabIndex={0} role="group" aria-label={t("models.chosen")}>
        <table className={rows.rows}>
          <thead>
            <tr>
              <th data-numeric>{t("models.order")}</th>
              <th>{t("models.model")}</th>
              <th>{t("models.dialect")}</th>
              <th>{t("models.address")}</th>
              <th>{t("models.key")}</th>
              <th>{t("models.more")}</th>
              <th>
                <span className="hx-hidden">{t("actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {!models.length && (
              <tr>
                <td colSpan={7}>{t("models.rules")}</td>
              </tr>
            )}
            {models.map((one, at) => (
              <tr key={one}>
                <td data-numeric>{at + 1}</td>
                <td className={rows.mono}>{one}</td>
                <td>{providerOf(one)?.dialect ?? t("models.unknownDialect")}</td>
                <td className={rows.mono}>{addressOf(one)}</td>
                <td>{keyOf(one)}</td>
                <td className={rows.soft}>{moreOf(one)}</td>
                <td>
                  <Group gap={4} wrap="nowrap" justify="flex-end">
                    {saved.includes(one) && may(me, "run", "examinations") && (
                      <TryModel model={one} />
                    )}
                    {drafting && <Moves those={models} at={at} onChange={set} />}
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {drafting && <AddModel models={models} onChange={set} />}
    </Sheet>
  );

  function addressOf(model: string): string {
    const own = shown(tables.get(model)?.["base_url"]) || shown(valueOf("panel.base_url"));
    return own || (providerOf(model)?.address ?? "") || t("models.noAddress");
  }

  function keyOf(model: string) {
    const provider = providerOf(model);
    if (!provider || provider.key === "none") return t("models.noKey");
    const name = secretOf(provider.name);
    if (secrets?.includes(name))
      return (
        <Badge variant="default" tt="none" radius="sm">
          {name}
        </Badge>
      );
    return t("models.keyElsewhere", { variable: provider.keyVariable });
  }

  function moreOf(model: string): string {
    const table = Object.entries(tables.get(model) ?? {}).filter(([key]) => key !== "base_url");
    return table.map(([key, value]) => `${key} ${shown(value).replaceAll("\n", ", ")}`).join("; ");
  }
}

interface MovesProps {
  those: readonly string[];
  at: number;
  onChange: (those: string[]) => void;
}

function Moves({ those, at, onChange }: MovesProps) {
  const { t } = useTranslation("settings");
  const name = those[at] ?? "";
  return (
    <>
      <ActionIcon
        variant="default"
        disabled={at === 0}
        aria-label={t("models.up", { name })}
        onClick={() => onChange(moved(those, at, -1))}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        disabled={at === those.length - 1}
        aria-label={t("models.down", { name })}
        onClick={() => onChange(moved(those, at, 1))}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t("models.takeAway", { name })}
        onClick={() => onChange(those.filter((_, index) => index !== at))}
      >
        <IconX size={16} />
      </ActionIcon>
    </>
  );
}
