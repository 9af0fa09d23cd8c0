import { Button, Group, Modal } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ShowProblem } from "@/components/Problems";
import { moment } from "@/lib/time";
import { removeExamination, type Kept } from "../queries";

interface RemovingProps {
  /** What is to be removed; null: nothing. */
  one: Kept | null;
  onClose: () => void;
}

/** Asks once more before an examination is removed for good. */
export function Removing({ one, onClose }: RemovingProps) {
  const { t } = useTranslation("examinations");
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: removeExamination,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["examinations"] });
      onClose();
    },
  });
  return (
    <Modal
      opened={one !== null}
      onClose={onClose}
      lockScroll={false}
      title={t("kept.removeTitle")}
      closeButtonProps={{ "aria-label": t("shared:action.close") }}
    >
      {one && <p>{t("kept.removeText", { host: one.host_name, time: moment(one.time) })}</p>}
      {removal.error && <ShowProblem error={removal.error} />}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("shared:action.cancel")}
        </Button>
        <Button
          color="red"
          loading={removal.isPending}
          onClick={() => one && removal.mutate(one.id)}
        >
          {t("shared:action.remove")}
        </Button>
      </Group>
    </Modal>
  );
}
