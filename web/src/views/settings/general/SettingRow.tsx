import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isOwn, shown, type Setting } from "../logic/settings";
import { InFile } from "../parts/InFile";
import { SettingInput } from "./SettingInput";
import classes from "./General.module.css";
import type { Drafting } from "./useDrafts";

interface SettingRowProps {
  setting: Setting;
  /** Null where the caller may not change settings. */
  drafting: Drafting | null;
}

/** One setting: its name and meaning, its value, where that came from. */
export function SettingRow({ setting, drafting }: SettingRowProps) {
  const { t } = useTranslation("settings");
  const [opened, setOpened] = useState(false);
  const draft = drafting?.drafts[setting.name];
  const drafted = draft !== undefined;
  const [edits, setEdits] = useState(false);
  const editing = edits && drafting !== null;
  return (
    <div className={classes.setting} data-drafted={drafted} data-setting={setting.name}>
      <div>
        <div className={classes.name}>{setting.name}</div>
        <div className={classes.meaning}>{setting.meaning}</div>
      </div>
      <div>
        {editing ? (
          <SettingInput
            setting={setting}
            draft={draft}
            onDraft={(value) => drafting.set(setting.name, value)}
          />
        ) : (
          <div className={classes.value}>{valueShown()}</div>
        )}
        <div className={classes.source}>{sourceShown()}</div>
        {opened && <InFile name={setting.name} value={setting.value} />}
      </div>
      <div className={classes.acts}>{acts()}</div>
    </div>
  );

  function valueShown(): string {
    if (draft === null) return t("general.willReset");
    return shown(drafted ? draft : setting.value) || t("general.empty");
  }

  function sourceShown(): string {
    if (setting.source === "default") return t("source.default");
    if (setting.source === "flag") return t("source.flag");
    if (isOwn(setting)) return t("source.tenant");
    if (setting.source === "limit of the tenant") return t("source.limit");
    return setting.source;
  }

  function acts() {
    if (!setting.changeable)
      return (
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
          aria-label={t("general.howOf", { name: setting.name })}
        >
          {t("general.how")}
        </Button>
      );
    if (!drafting) return null;
    if (drafted || editing)
      return (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            drafting.drop([setting.name]);
            setEdits(false);
          }}
          aria-label={t("general.undoOf", { name: setting.name })}
        >
          {t("general.undo")}
        </Button>
      );
    return (
      <>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setEdits(true)}
          aria-label={t("general.editOf", { name: setting.name })}
        >
          {t("edit")}
        </Button>
        {isOwn(setting) && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => drafting.set(setting.name, null)}
            aria-label={t("general.resetOf", { name: setting.name })}
          >
            {t("general.reset")}
          </Button>
        )}
      </>
    );
  }
}
