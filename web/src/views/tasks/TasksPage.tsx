import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useTopic } from "@/api/live/live";
import { may, useMe } from "@/api/queries";
import { Ago } from "@/components/Ago";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Link } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { GiveTask } from "./GiveTask";
import { tasksQuery, type TaskLine } from "./queries";
import { TaskState } from "./TaskState";

const EXPORTED = ["id", "state", "words", "by", "created", "examination", "reason"] as const;

/** Tasks in words: given here, and all that were given. */
export default function TasksPage() {
  const { t } = useTranslation("tasks");
  const me = useMe();
  const query = useInfiniteQuery(tasksQuery);
  const client = useQueryClient();
  useTopic("jobs", {
    event: ({ event, data }) => {
      if (event === "state" && (data as { kind?: unknown }).kind === "task")
        void client.invalidateQueries({ queryKey: ["tasks"] });
    },
  });
  const columns = useColumns();
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          <CopyAs
            markdown={() => tasks.map((one) => `- ${one.words} (${one.state})`).join("\n")}
            json={() => tasks}
          />
          <Export
            name="tasks"
            columns={EXPORTED}
            rows={() => tasks.map((one) => EXPORTED.map((name) => one[name]))}
          />
        </>
      }
    >
      {may(me, "run", "tasks") && <GiveTask />}
      <Sheet title={t("given")} flush>
        <Answered query={query}>
          {() => (
            <DataTable
              label={t("given")}
              rows={tasks}
              columns={columns}
              rowKey={(task) => task.id}
              filter={tasks.length > 8}
              onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
              empty={<Empty icon={IconChecklist} title={t("none")} hint={t("noneHint")} />}
            />
          )}
        </Answered>
      </Sheet>
    </Page>
  );
}

function useColumns(): ColumnDef<TaskLine>[] {
  const { t } = useTranslation("tasks");
  return useMemo<ColumnDef<TaskLine>[]>(
    () => [
      {
        accessorKey: "words",
        header: t("words"),
        cell: ({ row }) => (
          <Link to={`/tasks/${row.original.id}`} title={row.original.words}>
            {row.original.words}
          </Link>
        ),
        meta: { width: "minmax(200px, 5fr)" },
      },
      {
        accessorKey: "state",
        header: t("state"),
        cell: ({ row }) => <TaskState of={row.original.state} />,
        meta: { width: "130px" },
      },
      { accessorKey: "by", header: t("by"), meta: { width: "minmax(80px, 1fr)" } },
      {
        accessorKey: "created",
        header: t("created"),
        cell: ({ row }) => <Ago time={row.original.created} />,
        meta: { width: "140px" },
      },
    ],
    [t],
  );
}
