import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconLock, IconPlus, IconRefresh } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { may, useMe } from "@/api/queries";
import { Empty } from "@/components/Empty";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { secretsQuery } from "../api";
import { Confirm } from "../parts/Confirm";
import { SecretForm } from "../parts/SecretForm";
import { Section } from "../parts/Section";
import { useSend } from "../parts/send";
import { SecretRows } from "./SecretRows";

type Act = { kind: "set" | "remove"; name: string } | { kind: "rotate" };

/** Names and versions of secrets; their values only go in. */
export default function SecretsPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const query = useInfiniteQuery({ ...secretsQuery, enabled: may(me, "read", "secrets") });
  const [act, setAct] = useState<Act | null>(null);
  const changes = may(me, "change", "secrets");
  const close = () => setAct(null);
  return (
    <Section
      name="secrets"
      actions={
        changes && (
          <Group gap="xs">
            <Button
              size="compact-md"
              variant="default"
              leftSection={<IconRefresh size={16} />}
              onClick={() => setAct({ kind: "rotate" })}
            >
              {t("secrets.rotate")}
            </Button>
            <Button
              size="compact-md"
              leftSection={<IconPlus size={16} />}
              onClick={() => setAct({ kind: "set", name: "" })}
            >
              {t("secrets.new")}
            </Button>
          </Group>
        )
      }
    >
      <Sheet flush>
        <Answered query={query}>
          {(pages) => {
            const secrets = pages.pages.flatMap((page) => page.items);
            return secrets.length ? (
              <SecretRows
                secrets={secrets}
                onSet={changes ? (name) => setAct({ kind: "set", name }) : undefined}
                onRemove={
                  may(me, "remove", "secrets")
                    ? (name) => setAct({ kind: "remove", name })
                    : undefined
                }
              />
            ) : (
              <Empty icon={IconLock} title={t("secrets.none")} hint={t("secrets.noneHint")} />
            );
          }}
        </Answered>
      </Sheet>
      {act?.kind === "set" && (
        <Modal
          opened
          onClose={close}
          title={act.name ? t("secrets.setTitle", { name: act.name }) : t("secrets.new")}
          closeButtonProps={{ "aria-label": t("close") }}
        >
          <SecretForm name={act.name} onDone={close} />
        </Modal>
      )}
      {act?.kind === "remove" && <Removing name={act.name} onClose={close} />}
      {act?.kind === "rotate" && <Rotating onClose={close} />}
    </Section>
  );
}

function Removing({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const sent = useSend({
    send: (one: string) =>
      data(api.DELETE("/api/v1/secrets/{name}", { params: { path: { name: one } } })),
    touches: [["secrets"]],
    done: onClose,
  });
  return (
    <Confirm
      title={t("secrets.removeTitle", { name })}
      act={t("remove")}
      sent={sent}
      given={name}
      onClose={onClose}
    >
      {t("secrets.removeHint")}
    </Confirm>
  );
}

function Rotating({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const sent = useSend({
    send: () => data(api.POST("/api/v1/secrets/rotation")),
    touches: [["secrets"]],
    done: ({ sealed }) => {
      notifications.show({ message: t("secrets.rotated", { count: sealed }), color: "green" });
      onClose();
    },
  });
  return (
    <Confirm
      title={t("secrets.rotateTitle")}
      act={t("secrets.rotate")}
      sent={sent}
      given={undefined}
      onClose={onClose}
    >
      {t("secrets.rotateHint")}
    </Confirm>
  );
}
