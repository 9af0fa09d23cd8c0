import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { moment } from "@/lib/time";
import type { Secret } from "../api";
import rows from "../parts/Rows.module.css";

interface SecretRowsProps {
  secrets: readonly Secret[];
  onSet?: ((name: string) => void) | undefined;
  onRemove?: ((name: string) => void) | undefined;
}

/** What may be told of secrets. */
export function SecretRows({ secrets, onSet, onRemove }: SecretRowsProps) {
  const { t } = useTranslation("settings");
  return (
    <div className={rows.scroll} tabIndex={0} role="group" aria-label={t("section.secrets")}>
      <table className={rows.rows}>
        <thead>
          <tr>
            <th>{t("secrets.name")}</th>
            <th data-numeric>{t("secrets.version")}</th>
            <th>{t("secrets.changed")}</th>
            <th>{t("secrets.used")}</th>
            <th>
              <span className="hx-hidden">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {secrets.map((one) => (
            <tr key={one.name}>
              <td className={rows.mono}>{one.name}</td>
              <td data-numeric>{one.version}</td>
              <td className={rows.tight}>{moment(one.changed)}</td>
              <td className={rows.tight}>{one.used ? moment(one.used) : t("tokens.never")}</td>
              <td>
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  {onSet && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => onSet(one.name)}
                      aria-label={t("secrets.setTitle", { name: one.name })}
                    >
                      {t("secrets.set")}
                    </Button>
                  )}
                  {onRemove && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => onRemove(one.name)}
                      aria-label={t("secrets.removeTitle", { name: one.name })}
                    >
                      {t("remove")}
                    </Button>
                  )}
                </Group>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
