import { Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import type { User } from "../api";
import { Confirm } from "../parts/Confirm";
import { Once } from "../parts/Once";
import { useSend } from "../parts/send";
import { UserForm } from "./UserForm";

type Asked = "link" | "sessions" | "totp" | "disable" | "remove";

/** What is to be done with a user, or a new one. */
export type Act = { kind: "new" } | { kind: "edit" | Asked; user: User };

interface UserActProps {
  act: Act;
  onClose: () => void;
}

/** The window in which something is done with a user. */
export function UserAct({ act, onClose }: UserActProps) {
  if (act.kind === "new") return <Form onClose={onClose} />;
  if (act.kind === "edit") return <Form user={act.user} onClose={onClose} />;
  return <Asking kind={act.kind} user={act.user} onClose={onClose} />;
}

function Form({ user, onClose }: { user?: User; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const [made, setMade] = useState<User | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={!made}
      title={user ? t("users.editTitle", { name: user.name }) : t("users.new")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {made?.link ? (
        <Once secret={made.link} onDone={onClose}>
          {t("users.made", { name: made.name })}
        </Once>
      ) : (
        <UserForm user={user} onDone={(one) => (one.link ? setMade(one) : onClose())} />
      )}
    </Modal>
  );
}

/** Do one of the acts that are asked for once more; gives a link where one was made. */
async function done(kind: Asked, user: User): Promise<string> {
  const params = { path: { user: user.id } };
  if (kind === "link") return (await data(api.POST("/api/v1/users/{user}/link", { params }))).link;
  if (kind === "sessions") await api.DELETE("/api/v1/users/{user}/sessions", { params });
  if (kind === "totp") await api.DELETE("/api/v1/users/{user}/totp", { params });
  if (kind === "remove") await api.DELETE("/api/v1/users/{user}", { params });
  if (kind === "disable") {
    const body = { disabled: !user.disabled };
    await api.PATCH("/api/v1/users/{user}", { params, body });
  }
  return "";
}

function Asking({ kind, user, onClose }: { kind: Asked; user: User; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const [link, setLink] = useState("");
  const word = kind === "disable" && user.disabled ? "enable" : kind;
  const sent = useSend({
    send: (one: User) => done(kind, one),
    touches: [["users"], ["tokens"]],
    done: (made) => {
      setLink(made);
      if (made) return;
      notifications.show({ message: t(`users.done.${word}`, { name: user.name }), color: "green" });
      onClose();
    },
  });
  const title = t(`users.ask.${word}`, { name: user.name });
  if (link)
    return (
      <Modal
        opened
        onClose={onClose}
        closeOnClickOutside={false}
        title={title}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Once secret={link} onDone={onClose}>
          {t("users.made", { name: user.name })}
        </Once>
      </Modal>
    );
  return (
    <Confirm
      title={title}
      act={t(`users.act.${word}`)}
      sent={sent}
      given={user}
      onClose={onClose}
      {...(kind === "remove" && { typed: user.name })}
    >
      {t(`users.hint.${word}`)}
    </Confirm>
  );
}
