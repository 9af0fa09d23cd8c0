import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import type { Host } from "@/api/hosts";
import { ShowProblem } from "@/components/Problems";

/** Remove a host with everything that is kept of it; its name has to be typed first. */
export function RemoveDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const { t } = useTranslation("hosts");
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () =>
      data(api.DELETE("/api/v1/hosts/{host}", { params: { path: { host: host.id } } })),
    onSuccess: () => {
      for (const key of ["hosts", "examinations", "findings"])
        void client.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  const sure = typed.trim() === host.name.trim();
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (sure) remove.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("removeTitle", { host: host.name })}
      closeButtonProps={{ "aria-label": t("shared:action.close") }}
    >
      <form onSubmit={send}>
        <Stack gap="sm">
          <Text size="sm">{t("removeWhat")}</Text>
          <TextInput
            label={t("typeName", { host: host.name })}
            autoComplete="off"
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {remove.error && <ShowProblem error={remove.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:action.cancel")}
            </Button>
            <Button type="submit" color="red.8" disabled={!sure} loading={remove.isPending}>
              {t("shared:action.remove")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
