import { Badge, Button, Group, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { may, useMe, type Me } from "@/api/queries";
import { CopyAs } from "@/components/CopyAs";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { rolesQuery, type Role } from "../api";
import { markdownTable } from "../logic/markdown";
import { inWords } from "../logic/permissions";
import { Confirm } from "../parts/Confirm";
import { Section } from "../parts/Section";
import { useSend } from "../parts/send";
import { RoleForm } from "./RoleForm";
import classes from "./Roles.module.css";

/** Roles that every tenant has, and a tenant's own ones. */
export default function RolesPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const query = useQuery({ ...rolesQuery, enabled: may(me, "read", "roles") });
  const [form, setForm] = useState<Role | "new" | null>(null);
  const [goes, setGoes] = useState<Role | null>(null);
  const remove = useSend({
    send: (role: string) =>
      data(api.DELETE("/api/v1/roles/{role}", { params: { path: { role } } })),
    touches: [["roles"]],
    done: () => setGoes(null),
  });
  const rows = () =>
    (query.data ?? []).map((one) => [one.name, one.own, one.permissions.join(" ")]);
  return (
    <Section
      name="roles"
      actions={
        <>
          <CopyAs
            markdown={() => markdownTable(["role", "own", "permissions"], rows())}
            json={() => query.data}
          />
          {may(me, "create", "roles") && (
            <Button
              size="compact-md"
              leftSection={<IconPlus size={16} />}
              onClick={() => setForm("new")}
            >
              {t("roles.new")}
            </Button>
          )}
        </>
      }
    >
      <Answered query={query} height={400}>
        {(roles) =>
          roles.map((one) => (
            <OneRole key={one.name} me={me} role={one} onEdit={setForm} onRemove={setGoes} />
          ))
        }
      </Answered>
      {form && me && (
        <Modal
          opened
          size="lg"
          onClose={() => setForm(null)}
          title={form === "new" ? t("roles.new") : t("roles.editTitle", { name: form.name })}
          closeButtonProps={{ "aria-label": t("close") }}
        >
          <RoleForm me={me} role={form === "new" ? undefined : form} onDone={() => setForm(null)} />
        </Modal>
      )}
      {goes && (
        <Confirm
          title={t("roles.removeTitle", { name: goes.name })}
          act={t("remove")}
          sent={remove}
          given={goes.name}
          onClose={() => {
            setGoes(null);
            remove.reset();
          }}
        >
          {t("roles.removeHint")}
        </Confirm>
      )}
    </Section>
  );
}

interface OneRoleProps {
  me: Me | undefined;
  role: Role;
  onEdit: (role: Role) => void;
  onRemove: (role: Role) => void;
}

function OneRole({ me, role, onEdit, onRemove }: OneRoleProps) {
  const { t } = useTranslation("settings");
  return (
    <Sheet
      title={
        <>
          {role.name}{" "}
          <Badge size="sm" variant="default" tt="none" radius="sm">
            {role.own ? t("roles.own") : t("roles.ofAll")}
          </Badge>
        </>
      }
      aside={
        role.own && (
          <Group gap="xs">
            {may(me, "change", "roles") && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onEdit(role)}
                aria-label={t("roles.editTitle", { name: role.name })}
              >
                {t("edit")}
              </Button>
            )}
            {may(me, "remove", "roles") && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onRemove(role)}
                aria-label={t("roles.removeTitle", { name: role.name })}
              >
                {t("remove")}
              </Button>
            )}
          </Group>
        )
      }
    >
      {!role.own && <p>{t(`roles.about.${role.name}`, { defaultValue: "" })}</p>}
      <details open={role.own}>
        <summary>{t("roles.count", { count: role.permissions.length })}</summary>
        <ul className={classes.permissions}>
          {role.permissions.map((one) => (
            <li key={one}>
              {inWords(one, t)} <code>{one}</code>
            </li>
          ))}
        </ul>
      </details>
    </Sheet>
  );
}
