import { Button, Chip, Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Host } from "@/api/hosts";
import { JOB_STATES } from "@/api/jobs";
import { useAddress } from "@/lib/address";
import type { Wanted } from "./queries";

export const KINDS = ["examine", "judge", "ask", "task"] as const;

/** Which jobs are shown: by state, kind and host; the address has it. */
export function JobFilters({ wanted, hosts }: { wanted: Wanted; hosts: readonly Host[] }) {
  const { t } = useTranslation("jobs");
  const [, change] = useAddress();
  const filtered =
    wanted.states.length > 0 || Boolean(wanted.kind || wanted.host || wanted.schedule);
  return (
    <Group gap="sm" role="group" aria-label={t("filters")}>
      <Chip.Group
        multiple
        value={[...wanted.states]}
        onChange={(states) => change({ state: states.join(",") }, true)}
      >
        <Group gap={6}>
          {JOB_STATES.map((state) => (
            <Chip key={state} value={state} size="xs" variant="outline">
              {t(`shared:state.${state}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Select
        size="xs"
        w={170}
        aria-label={t("kind")}
        placeholder={t("anyKind")}
        data={KINDS.map((one) => ({ value: one, label: t(`kinds.${one}`) }))}
        value={wanted.kind || null}
        onChange={(kind) => change({ kind: kind ?? "" }, true)}
        clearable
        clearButtonProps={{ "aria-label": t("anyKind") }}
      />
      <Select
        size="xs"
        w={200}
        aria-label={t("host")}
        placeholder={t("anyHost")}
        data={hosts.map((one) => ({ value: one.id, label: one.name || one.id }))}
        value={wanted.host || null}
        onChange={(host) => change({ host: host ?? "" }, true)}
        searchable
        limit={50}
        clearable
        clearButtonProps={{ "aria-label": t("anyHost") }}
      />
      {filtered && (
        <Button
          size="compact-sm"
          fz={13}
          variant="subtle"
          onClick={() => change({ state: "", kind: "", host: "", schedule: "" }, true)}
        >
          {t("clear")}
        </Button>
      )}
    </Group>
  );
}
