import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { ignore, showAgain } from "@/api/findings";
import { may, useMe } from "@/api/queries";
import { ShowProblem } from "./Problems";

const DAYS = [1, 7, 30, 90] as const;
const DAY_MS = 86_400_000;
const LONGEST_REASON = 500;

interface IgnoreFindingProps {
  examination: string;
  id: string;
  title: string;
  ignored: boolean;
  compact?: boolean;
  /** The button's word, where another says better what it is for. */
  word?: string;
}

/** Ignore a finding with a reason, or show it again; nothing for who may not. */
export function IgnoreFinding(props: IgnoreFindingProps) {
  const { t } = useTranslation("components");
  const me = useMe();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const again = useMutation({
    mutationFn: () => showAgain(props),
    onSuccess: () => {
      notifications.show({ message: t("ignore.shown") });
      void client.invalidateQueries({ queryKey: ["findings"] });
    },
    onError: (error) =>
      notifications.show({ color: "red", title: t("ignore.failed"), message: error.message }),
  });
  if (!may(me, "change", "findings")) return null;
  const look = { size: props.compact ? "compact-xs" : "compact-md", variant: "default" } as const;
  if (props.ignored)
    return (
      <Button
        {...look}
        leftSection={<IconEye size={16} aria-hidden />}
        loading={again.isPending}
        onClick={() => again.mutate()}
      >
        {t("ignore.again")}
      </Button>
    );
  return (
    <>
      <Button
        {...look}
        leftSection={<IconEyeOff size={16} aria-hidden />}
        onClick={() => setOpen(true)}
        aria-label={`${props.word ?? t("ignore.ignore")}: ${props.title.slice(0, 80)}`}
      >
        {props.word ?? t("ignore.ignore")}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t("ignore.title")}
        closeButtonProps={{ "aria-label": t("shared:action.close") }}
      >
        <IgnoreForm {...props} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function IgnoreForm({ onDone, ...one }: IgnoreFindingProps & { onDone: () => void }) {
  const { t } = useTranslation("components");
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("0");
  const asked = useMutation({
    mutationFn: () => ignore(one, reason.trim(), until(Number(days), Date.now())),
    onSuccess: () => {
      notifications.show({ message: t("ignore.done") });
      void client.invalidateQueries({ queryKey: ["findings"] });
      onDone();
    },
  });
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    asked.mutate();
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {one.title}
        </Text>
        <Text size="sm" c="dimmed">
          {t("ignore.hint")}
        </Text>
        <TextInput
          label={t("ignore.reason")}
          description={t("ignore.reasonHint")}
          required
          data-autofocus
          maxLength={LONGEST_REASON}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("ignore.until")}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={[
            { value: "0", label: t("ignore.forGood") },
            ...DAYS.map((count) => ({ value: String(count), label: t("ignore.days", { count }) })),
          ]}
        />
        {asked.error && <ShowProblem error={asked.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("shared:action.cancel")}
          </Button>
          <Button type="submit" loading={asked.isPending} disabled={!reason.trim()}>
            {t("ignore.ignore")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function until(days: number, nowMs: number): string {
  return days ? new Date(nowMs + days * DAY_MS).toISOString() : "";
}
