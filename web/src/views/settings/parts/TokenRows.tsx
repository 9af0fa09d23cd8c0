import { Button } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { moment } from "@/lib/time";
import type { Token } from "../api";
import { PermissionList } from "./PermissionList";
import rows from "./Rows.module.css";

interface TokenRowsProps {
  tokens: readonly Token[];
  none: string;
  /** Left out where the caller may not. */
  onRevoke?: ((token: Token) => void) | undefined;
  /** Whose it is, where there are several people's. */
  owner?: (token: Token) => string;
}

/** Tokens: what each may, until when, and when it was last used. */
export function TokenRows({ tokens, none, onRevoke, owner }: TokenRowsProps) {
  const { t } = useTranslation("settings");
  if (!tokens.length) return <Empty icon={IconKey} title={none} hint={t("tokens.noneHint")} />;
  return (
    <div className={rows.scroll} tabIndex={0} role="group" aria-label={t("section.tokens")}>
      <table className={rows.rows}>
        <thead>
          <tr>
            <th>{t("tokens.name")}</th>
            {owner && <th>{t("tokens.of")}</th>}
            <th>{t("tokens.may")}</th>
            <th>{t("tokens.ends")}</th>
            <th>{t("tokens.used")}</th>
            <th>
              <span className="hx-hidden">{t("actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((one) => (
            <tr key={one.id}>
              <td>{one.name}</td>
              {owner && <td>{owner(one)}</td>}
              <td>
                <PermissionList those={one.permissions} />
              </td>
              <td className={rows.tight}>{moment(one.ends)}</td>
              <td className={rows.tight}>{one.used ? moment(one.used) : t("tokens.never")}</td>
              <td data-numeric>
                {onRevoke && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => onRevoke(one)}
                    aria-label={t("tokens.revokeOne", { name: one.name })}
                  >
                    {t("tokens.revoke")}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
