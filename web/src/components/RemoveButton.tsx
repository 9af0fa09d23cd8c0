import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { ShowProblem } from "./Problems";

interface RemoveButtonProps {
  /** Whose removal a caller needs to be allowed. */
  resource: string;
  title: string;
  /** What goes, and what stays. */
  what: string;
  remove: () => Promise<void>;
  onRemoved: () => void;
}

/** Remove something after one more question; nothing for who may not. */
export function RemoveButton({ resource, title, what, remove, onRemoved }: RemoveButtonProps) {
  const { t } = useTranslation("shared");
  const me = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  const removed = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      close();
      onRemoved();
    },
  });
  if (!may(me, "remove", resource)) return null;
  return (
    <>
      <Button
        size="compact-md"
        fz={14}
        variant="default"
        leftSection={<IconTrash size={16} />}
        onClick={open}
      >
        {t("action.remove")}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        closeButtonProps={{ "aria-label": t("action.close") }}
      >
        <Stack>
          <Text>{what}</Text>
          {removed.error && <ShowProblem error={removed.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t("action.cancel")}
            </Button>
            <Button color="red.8" loading={removed.isPending} onClick={() => removed.mutate()}>
              {t("action.remove")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
