import { Button, Modal } from "@mantine/core";
import { IconBuilding, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/api/queries";
import { Empty } from "@/components/Empty";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { number } from "@/lib/format";
import { moment } from "@/lib/time";
import { tenantsQuery, type Tenant } from "../api";
import { Once } from "../parts/Once";
import { Section } from "../parts/Section";
import rows from "../parts/Rows.module.css";
import { RemoveTenant } from "./RemoveTenant";
import { TenantForm, type MadeTenant } from "./TenantForm";

/** The tenants of this instance, for its administrator. */
export default function TenantsPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const query = useInfiniteQuery({ ...tenantsQuery, enabled: me?.instance === true });
  const [form, setForm] = useState<Tenant | "new" | null>(null);
  const [made, setMade] = useState<MadeTenant | null>(null);
  const [goes, setGoes] = useState<Tenant | null>(null);
  const close = () => {
    setForm(null);
    setMade(null);
  };
  return (
    <Section
      name="tenants"
      actions={
        <Button
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => setForm("new")}
        >
          {t("tenants.new")}
        </Button>
      }
    >
      <Answered query={query}>
        {(pages) => {
          const tenants = pages.pages.flatMap((page) => page.items);
          if (!tenants.length)
            return (
              <Sheet>
                <Empty icon={IconBuilding} title={t("tenants.none")} hint={t("tenants.noneHint")} />
              </Sheet>
            );
          return tenants.map((one) => (
            <OneTenant key={one.id} tenant={one} onEdit={setForm} onRemove={setGoes} />
          ));
        }}
      </Answered>
      {form && (
        <Modal
          opened
          size="lg"
          onClose={close}
          closeOnClickOutside={!made}
          title={form === "new" ? t("tenants.new") : t("tenants.editTitle", { name: form.id })}
          closeButtonProps={{ "aria-label": t("close") }}
        >
          {made ? (
            <Once secret={made.set_up_link} onDone={close}>
              {t("tenants.made", { name: made.id })}
            </Once>
          ) : (
            <TenantForm
              tenant={form === "new" ? undefined : form}
              onMade={setMade}
              onChanged={close}
            />
          )}
        </Modal>
      )}
      {goes && <RemoveTenant tenant={goes} onClose={() => setGoes(null)} />}
    </Section>
  );
}

interface OneTenantProps {
  tenant: Tenant;
  onEdit: (tenant: Tenant) => void;
  onRemove: (tenant: Tenant) => void;
}

function OneTenant({ tenant, onEdit, onRemove }: OneTenantProps) {
  const { t } = useTranslation("settings");
  const me = useMe();
  const named = tenant.name && tenant.name !== tenant.id;
  return (
    <Sheet
      flush
      title={named ? `${tenant.name} (${tenant.id})` : tenant.id}
      aside={
        <>
          {t("tenants.since", { time: moment(tenant.created) })}{" "}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onEdit(tenant)}
            aria-label={t("tenants.editTitle", { name: tenant.id })}
          >
            {t("edit")}
          </Button>{" "}
          {tenant.id !== me?.tenant && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onRemove(tenant)}
              aria-label={t("tenants.removeTitle", { name: tenant.id })}
            >
              {t("remove")}
            </Button>
          )}
        </>
      }
    >
      <div className={rows.scroll} tabIndex={0} role="group" aria-label={t("tenants.limits")}>
        <table className={rows.rows}>
          <thead>
            <tr>
              <th>{t("tenants.limit")}</th>
              <th data-numeric>{t("tenants.inForce")}</th>
              <th>{t("tenants.source")}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(tenant.limits).map(([name, value]) => (
              <tr key={name}>
                <td>{t(`limit.${name}`, { defaultValue: name })}</td>
                <td data-numeric>{number(value)}</td>
                <td className={rows.soft}>
                  {name in tenant.own_limits ? t("tenants.ownLimit") : t("tenants.usual")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}
