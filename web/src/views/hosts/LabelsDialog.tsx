import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import type { Host } from "@/api/hosts";
import { ShowProblem } from "@/components/Problems";
import { difference, read, written } from "./labels";

/** Change what a host is chosen by. */
export function LabelsDialog({ host, onClose }: { host: Host; onClose: () => void }) {
  const { t } = useTranslation("hosts");
  const client = useQueryClient();
  const [words, setWords] = useState(written(host.labels));
  const change = useMutation({
    mutationFn: () =>
      data(
        api.PATCH("/api/v1/hosts/{host}", {
          params: { path: { host: host.id } },
          body: { labels: difference(host.labels, read(words)) },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["hosts"] });
      onClose();
    },
  });
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("labelsOf", { host: host.name })}
      closeButtonProps={{ "aria-label": t("shared:action.close") }}
    >
      <form onSubmit={send}>
        <Stack gap="sm">
          <Textarea
            label={t("labels")}
            description={t("labelsHint")}
            placeholder={"role=db\nsite=lisbon"}
            autosize
            minRows={4}
            maxRows={12}
            data-autofocus
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {change.error && <ShowProblem error={change.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("shared:action.cancel")}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {t("shared:action.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
