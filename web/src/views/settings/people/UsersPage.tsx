import { Button } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { usersQuery } from "../api";
import { markdownTable } from "../logic/markdown";
import { Section } from "../parts/Section";
import { UserAct, type Act } from "./UserAct";
import { useUserColumns } from "./userColumns";

const COLUMNS = [
  "name",
  "email",
  "roles",
  "disabled",
  "instance",
  "authenticator",
  "seen",
] as const;

/** Who may log in to this tenant. */
export default function UsersPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const query = useInfiniteQuery({ ...usersQuery, enabled: may(me, "read", "users") });
  const [act, setAct] = useState<Act | null>(null);
  const columns = useUserColumns(me, setAct);
  const users = query.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = () =>
    users.map((one) => [
      one.name,
      one.email,
      one.roles.join(", "),
      one.disabled,
      one.instance,
      one.has_authenticator,
      one.seen,
    ]);
  return (
    <Section
      name="users"
      actions={
        <>
          <CopyAs markdown={() => markdownTable(COLUMNS, rows())} json={() => users} />
          <Export name="users" columns={COLUMNS} rows={rows} json={() => users} />
          {may(me, "create", "users") && (
            <Button
              size="compact-md"
              leftSection={<IconPlus size={16} />}
              onClick={() => setAct({ kind: "new" })}
            >
              {t("users.new")}
            </Button>
          )}
        </>
      }
    >
      <Sheet flush>
        <Answered query={query}>
          {() => (
            <DataTable
              label={t("section.users")}
              rows={users}
              columns={columns}
              rowKey={(one) => one.id}
              filter
              onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
              empty={<Empty icon={IconUsers} title={t("users.none")} hint={t("users.noneHint")} />}
            />
          )}
        </Answered>
      </Sheet>
      {act && <UserAct act={act} onClose={() => setAct(null)} />}
    </Section>
  );
}
