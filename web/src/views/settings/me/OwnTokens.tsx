import { Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import type { Me } from "@/api/queries";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { ownTokensQuery, type Token } from "../api";
import { Confirm } from "../parts/Confirm";
import { Once } from "../parts/Once";
import { useSend } from "../parts/send";
import { TokenRows } from "../parts/TokenRows";
import { NewToken } from "./NewToken";

/** Tokens for programs: of at most what one may oneself, shown once, revoked at once. */
export function OwnTokens({ me }: { me: Me }) {
  const { t } = useTranslation("settings");
  const query = useInfiniteQuery(ownTokensQuery);
  const [makes, setMakes] = useState(false);
  const [made, setMade] = useState<Token | null>(null);
  const [goes, setGoes] = useState<Token | null>(null);
  const revoke = useSend({
    send: (token: string) =>
      data(api.DELETE("/api/v1/me/tokens/{token}", { params: { path: { token } } })),
    touches: [["own_tokens"], ["tokens"]],
    done: () => setGoes(null),
  });
  return (
    <Sheet
      flush
      title={t("tokens.own")}
      aside={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setMakes(true)}
        >
          {t("tokens.new")}
        </Button>
      }
    >
      <Answered query={query}>
        {(pages) => (
          <TokenRows
            tokens={pages.pages.flatMap((page) => page.items)}
            none={t("tokens.noneOwn")}
            onRevoke={setGoes}
          />
        )}
      </Answered>
      <Modal
        opened={makes}
        onClose={close}
        size="lg"
        title={t("tokens.new")}
        closeOnClickOutside={!made}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {made?.token ? (
          <Once secret={made.token} onDone={close}>
            {t("tokens.made", { name: made.name })}
          </Once>
        ) : (
          <NewToken me={me} onMade={setMade} />
        )}
      </Modal>
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
    </Sheet>
  );

  function close() {
    setMakes(false);
    setMade(null);
  }
}
