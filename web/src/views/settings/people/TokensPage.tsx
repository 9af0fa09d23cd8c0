import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { may, useMe } from "@/api/queries";
import { ButtonLink } from "@/components/Link";
import { Export } from "@/components/Export";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { tokensQuery, usersQuery, type Token } from "../api";
import { Confirm } from "../parts/Confirm";
import { Section } from "../parts/Section";
import { useSend } from "../parts/send";
import { TokenRows } from "../parts/TokenRows";

const COLUMNS = ["name", "user", "permissions", "created", "ends", "used"] as const;

/** The tokens of everybody in the tenant; anybody's can be revoked. */
export default function TokensPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const query = useInfiniteQuery({ ...tokensQuery, enabled: may(me, "read", "tokens") });
  const users = useInfiniteQuery({ ...usersQuery, enabled: may(me, "read", "users") });
  const [goes, setGoes] = useState<Token | null>(null);
  const revoke = useSend({
    send: (token: string) =>
      data(api.DELETE("/api/v1/tokens/{token}", { params: { path: { token } } })),
    touches: [["tokens"], ["own_tokens"]],
    done: () => setGoes(null),
  });
  const names = new Map(
    users.data?.pages.flatMap((page) => page.items).map((one) => [one.id, one.name]),
  );
  const owner = (token: Token) => names.get(token.user) ?? token.user;
  const tokens = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      name="tokens"
      actions={
        <>
          <Export
            name="tokens"
            columns={COLUMNS}
            rows={() =>
              tokens.map((one) => [
                one.name,
                owner(one),
                one.permissions.join(" "),
                one.created,
                one.ends,
                one.used,
              ])
            }
          />
          <ButtonLink size="compact-md" variant="default" to="/settings/me">
            {t("tokens.ownElsewhere")}
          </ButtonLink>
        </>
      }
    >
      <Sheet flush>
        <Answered query={query}>
          {() => (
            <TokenRows
              tokens={tokens}
              none={t("tokens.none")}
              owner={owner}
              onRevoke={may(me, "remove", "tokens") ? setGoes : undefined}
            />
          )}
        </Answered>
      </Sheet>
      {goes && (
        <Confirm
          title={t("tokens.revokeTitle", { name: goes.name })}
          act={t("tokens.revoke")}
          sent={revoke}
          given={goes.id}
          onClose={() => {
            setGoes(null);
            revoke.reset();
          }}
        >
          {t("tokens.revokeHint")}
        </Confirm>
      )}
    </Section>
  );
}
