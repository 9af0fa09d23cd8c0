import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "./Refused";
import type { Sent } from "./send";

interface ConfirmProps<In> {
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The word of the button that does it. */
  act: string;
  sent: Sent<In>;
  given: In;
  onClose: () => void;
  /** What has to be typed before it can be done. */
  typed?: string;
  /** Nothing is lost by it: the button does not warn. */
  mild?: boolean;
}

/** Ask once more before something that can't be undone. */
export function Confirm<In>(props: ConfirmProps<In>) {
  const { t } = useTranslation("settings");
  const [typed, setTyped] = useState("");
  const { sent, given, onClose } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          sent.send(given);
        }}
      >
        <Stack gap="sm">
          <div>{props.children}</div>
          {props.typed !== undefined && (
            <TextInput
              label={t("confirm.type", { name: props.typed })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          )}
          <Refused error={sent.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button
              type="submit"
              {...(!props.mild && { color: "red.8" })}
              loading={sent.busy}
              disabled={props.typed !== undefined && typed !== props.typed}
            >
              {props.act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
