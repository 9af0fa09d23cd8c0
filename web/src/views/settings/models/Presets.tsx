import { Badge, Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { Sheet } from "@/components/Sheet";
import type { Drafting } from "../general/useDrafts";
import { PROVIDERS, secretOf, type Provider } from "../logic/models";
import { tomlOf } from "../logic/settings";
import { Lines } from "../parts/InFile";
import { SecretForm } from "../parts/SecretForm";
import classes from "./Models.module.css";

interface PresetsProps {
  secrets: readonly string[] | undefined;
  drafting: Drafting | null;
}

/** What each kind of provider needs, step by step. */
export function Presets({ secrets, drafting }: PresetsProps) {
  const { t } = useTranslation("settings");
  const [key, setKey] = useState("");
  return (
    <Sheet title={t("preset.title")}>
      <div className={classes.presets}>
        {PROVIDERS.map((one) => (
          <Preset
            key={one.name}
            provider={one}
            has={secrets?.includes(secretOf(one.name)) ?? false}
            changes={drafting !== null}
            onKey={() => setKey(secretOf(one.name))}
          />
        ))}
      </div>
      {key && (
        <Modal
          opened
          onClose={() => setKey("")}
          title={t("preset.keyTitle", { name: key })}
          closeButtonProps={{ "aria-label": t("close") }}
        >
          <SecretForm name={key} onDone={() => setKey("")} />
        </Modal>
      )}
    </Sheet>
  );
}

interface PresetProps {
  provider: Provider;
  has: boolean;
  changes: boolean;
  onKey: () => void;
}

function Preset({ provider, has, changes, onKey }: PresetProps) {
  const { t } = useTranslation("settings");
  const me = useMe();
  const title = t(`preset.${provider.name}.title`);
  const sets = may(me, "change", "secrets");
  return (
    <article className={classes.preset}>
      <h3>{title}</h3>
      <span>{t(`preset.${provider.name}.about`)}</span>
      {has && (
        <Badge variant="default" tt="none" radius="sm">
          {t("preset.hasKey", { name: secretOf(provider.name) })}
        </Badge>
      )}
      {provider.key !== "none" && !sets && (
        <span>{t("preset.askForKey", { name: secretOf(provider.name) })}</span>
      )}
      {provider.key !== "none" && sets && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={onKey}
          aria-label={t("preset.keyOf", { name: title })}
        >
          {has ? t("preset.newKey") : t("preset.setKey")}
        </Button>
      )}
      {changes && (
        <span>
          {t("preset.then")}{" "}
          <code>
            {provider.name}/{provider.example}
          </code>
        </span>
      )}
      {!provider.address && (
        <>
          <span>{t("preset.addressInFile")}</span>
          <Lines
            lines={tomlOf(
              `models.${provider.name}/${provider.example}.base_url`,
              "http://127.0.0.1:8080/v1",
            )}
          />
        </>
      )}
    </article>
  );
}
