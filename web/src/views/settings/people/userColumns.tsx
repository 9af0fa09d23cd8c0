import { ActionIcon, Badge, Group, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { may, type Me } from "@/api/queries";
import { moment } from "@/lib/time";
import type { User } from "../api";
import type { Act } from "./UserAct";

type Choose = (act: Act) => void;

/** The columns of the users' table; its last one is what may be done. */
export function useUserColumns(me: Me | undefined, choose: Choose): ColumnDef<User>[] {
  const { t } = useTranslation("settings");
  return useMemo<ColumnDef<User>[]>(
    () => [
      {
        accessorKey: "name",
        header: t("users.name"),
        cell: ({ row }) => <Name user={row.original} />,
        meta: { width: "minmax(150px, 2fr)" },
      },
      { accessorKey: "email", header: t("users.email"), meta: { width: "minmax(140px, 2fr)" } },
      {
        id: "roles",
        accessorFn: (one) => one.roles.join(", "),
        header: t("users.roles"),
        meta: { width: "minmax(110px, 1.5fr)" },
      },
      {
        id: "authenticator",
        accessorFn: (one) => (one.has_authenticator ? t("yes") : t("no")),
        header: t("users.authenticator"),
        meta: { width: "110px" },
      },
      {
        accessorKey: "seen",
        header: t("users.seen"),
        cell: ({ row }) => (row.original.seen ? moment(row.original.seen) : t("users.neverSeen")),
        meta: { width: "215px" },
      },
      {
        id: "actions",
        enableSorting: false,
        header: () => <span className="hx-hidden">{t("actions")}</span>,
        cell: ({ row }) => <Actions me={me} user={row.original} choose={choose} />,
        meta: { width: "40px" },
      },
    ],
    [t, me, choose],
  );
}

function Name({ user }: { user: User }) {
  const { t } = useTranslation("settings");
  const marks = [
    user.disabled && t("users.disabled"),
    user.instance && t("users.instanceShort"),
    !user.has_password && t("users.noPassword"),
  ].filter((one) => one !== false);
  return (
    <Group gap={6} wrap="nowrap">
      <span title={user.name}>{user.name}</span>
      {marks.map((one) => (
        <Badge key={one} size="sm" variant="default" tt="none" radius="sm">
          {one}
        </Badge>
      ))}
    </Group>
  );
}

function Actions({ me, user, choose }: { me: Me | undefined; user: User; choose: Choose }) {
  const { t } = useTranslation("settings");
  const self = user.id === me?.id;
  const changes = may(me, "change", "users");
  const removes = may(me, "remove", "users") && !self;
  if (!changes && !removes) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("users.actionsOf", { name: user.name })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {changes && (
          <>
            <Menu.Item onClick={() => choose({ kind: "edit", user })}>{t("edit")}</Menu.Item>
            <Menu.Item onClick={() => choose({ kind: "link", user })}>{t("users.link")}</Menu.Item>
            <Menu.Item onClick={() => choose({ kind: "sessions", user })}>
              {t("users.endSessions")}
            </Menu.Item>
            {user.has_authenticator && (
              <Menu.Item onClick={() => choose({ kind: "totp", user })}>
                {t("users.removeTotp")}
              </Menu.Item>
            )}
            {!self && (
              <Menu.Item onClick={() => choose({ kind: "disable", user })}>
                {user.disabled ? t("users.enable") : t("users.disable")}
              </Menu.Item>
            )}
          </>
        )}
        {removes && (
          <Menu.Item color="red" onClick={() => choose({ kind: "remove", user })}>
            {t("remove")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
