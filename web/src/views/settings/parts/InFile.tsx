import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { tomlOf, variableOf } from "../logic/settings";
import classes from "../general/General.module.css";

const COPIED_MS = 2_000;
const HIDDEN = "(hidden)";

/** How a setting of the instance is changed: by lines of its file, or a variable. */
export function InFile({ name, value }: { name: string; value: unknown }) {
  const { t } = useTranslation("settings");
  const lines = tomlOf(name, value === HIDDEN ? "…" : value);
  return (
    <div>
      <p>{t("file.how", { variable: variableOf(name) })}</p>
      <Lines lines={lines} />
    </div>
  );
}

/** Lines to be pasted into the server's settings file. */
export function Lines({ lines }: { lines: string }) {
  const { t } = useTranslation("settings");
  const clipboard = useClipboard({ timeout: COPIED_MS });
  return (
    <>
      <pre className={classes.lines} tabIndex={0} aria-label={t("file.lines")}>
        {lines}
      </pre>
      <Button size="compact-xs" variant="default" onClick={() => clipboard.copy(lines)}>
        {clipboard.copied ? t("once.copied") : t("file.copy")}
      </Button>
    </>
  );
}
