import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";
import { guessed } from "../logic/settings";
import classes from "./General.module.css";
import type { Drafting } from "./useDrafts";

/** A setting of a check, a machine's or a model's price: these are listed once they are set. */
export function AnotherSetting({ drafting }: { drafting: Drafting }) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  return (
    <Sheet title={t("another.title")}>
      <p>{t("another.about")}</p>
      <form
        className={classes.tools}
        onSubmit={(event) => {
          event.preventDefault();
          drafting.set(name.trim(), guessed(value));
          setName("");
          setValue("");
        }}
      >
        <TextInput
          label={t("another.name")}
          placeholder="checks.cpu_saturation.waiting_share"
          className={classes.search ?? ""}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          spellCheck={false}
        />
        <TextInput
          label={t("another.value")}
          placeholder="0.4"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          spellCheck={false}
        />
        <Button
          type="submit"
          variant="default"
          mt={24}
          disabled={!name.includes(".") || value === ""}
        >
          {t("another.draft")}
        </Button>
      </form>
    </Sheet>
  );
}
