import { Button } from "@mantine/core";
import { IconCalendarTime, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { allHostsQuery } from "@/api/hosts";
import { useTopic } from "@/api/live/live";
import { may, useMe } from "@/api/queries";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { EditSchedule } from "./EditSchedule";
import { schedulesQuery, type Schedule } from "./schedule";
import { useScheduleColumns } from "./useScheduleColumns";

const EXPORTED = ["name", "cron", "zone", "host", "enabled", "next", "last", "missed"] as const;

/** Examinations again and again: when each comes next, and how it went. */
export default function SchedulesPage() {
  const { t } = useTranslation("schedules");
  const me = useMe();
  const client = useQueryClient();
  const query = useQuery(schedulesQuery);
  const hosts = useQuery(allHostsQuery);
  /** null: none is edited; "new": one is made. */
  const [edited, setEdited] = useState<Schedule | "new" | null>(null);
  const anew = () => void client.invalidateQueries({ queryKey: ["schedules"] });
  useTopic("schedules", { event: anew, gap: anew });
  const names = useMemo(
    () => new Map((hosts.data ?? []).map((one) => [one.id, one.name])),
    [hosts.data],
  );
  const columns = useScheduleColumns({ names, onEdit: setEdited, onChanged: anew });
  const all = query.data ?? [];
  const add = may(me, "create", "schedules") && (
    <Button
      size="compact-md"
      fz={14}
      leftSection={<IconPlus size={16} />}
      onClick={() => setEdited("new")}
    >
      {t("add")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          {add}
          <CopyAs
            markdown={() =>
              all.map((one) => `- ${one.name}: \`${one.cron}\` ${one.zone}`).join("\n")
            }
            json={() => all}
          />
          <Export
            name="schedules"
            columns={EXPORTED}
            rows={() => all.map((one) => EXPORTED.map((name) => one[name]))}
            json={() => all}
          />
        </>
      }
    >
      <Sheet flush>
        <Answered query={query}>
          {(several) => (
            <DataTable
              label={t("title")}
              rows={several}
              columns={columns}
              rowKey={(one) => one.id}
              filter={several.length > 8}
              empty={
                <Empty icon={IconCalendarTime} title={t("none")} hint={add || t("noneHint")} />
              }
            />
          )}
        </Answered>
      </Sheet>
      {edited && (
        <EditSchedule
          schedule={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={anew}
        />
      )}
    </Page>
  );
}
