import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { CopyAs } from "@/components/CopyAs";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { markdownTable } from "../logic/markdown";
import { grouped, shown } from "../logic/settings";
import { Section } from "../parts/Section";
import { AnotherSetting } from "./AnotherSetting";
import { SaveBar } from "./SaveBar";
import { SettingRow } from "./SettingRow";
import { useDrafts } from "./useDrafts";
import classes from "./General.module.css";

const COLUMNS = ["name", "value", "source", "meaning", "changeable"] as const;

/** All settings in force, by tables; those of the tenant are changed here. */
export default function GeneralPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const drafting = useDrafts();
  const navigate = useNavigate();
  const search: { q?: unknown } = useSearch({ strict: false });
  const words =
    typeof search.q === "string" || typeof search.q === "number" ? String(search.q) : "";
  const changes = may(me, "change", "settings");
  const items = drafting.query.data?.items ?? [];
  const rows = () =>
    items.map((one) => [one.name, shown(one.value), one.source, one.meaning, one.changeable]);
  const find = (q: string) =>
    void navigate({ to: "/settings/general", search: q ? { q } : {}, replace: true });
  return (
    <Section
      name="general"
      actions={
        <>
          <CopyAs markdown={() => markdownTable(COLUMNS, rows())} json={() => items} />
          <Export name="settings" columns={COLUMNS} rows={rows} json={() => items} />
        </>
      }
    >
      <div className={classes.tools}>
        <TextInput
          className={classes.search ?? ""}
          leftSection={<IconSearch size={16} aria-hidden />}
          label={t("general.search")}
          placeholder={t("general.searchExample")}
          defaultValue={words}
          onChange={(event) => find(event.currentTarget.value)}
        />
      </div>
      <Answered query={drafting.query} height={480}>
        {(inForce) => {
          const groups = grouped(inForce.items, words);
          if (!groups.length)
            return (
              <Sheet>
                <Empty
                  icon={IconSearch}
                  title={t("general.none")}
                  hint={t("general.noneHint", { words })}
                />
              </Sheet>
            );
          return groups.map((group) => (
            <Sheet
              key={group.table}
              flush
              title={t(`table.${group.table}`, { defaultValue: group.table })}
              aside={<code>[{group.table}]</code>}
            >
              {group.settings.map((one) => (
                <SettingRow
                  key={`${one.name} ${inForce.version}`}
                  setting={one}
                  drafting={changes ? drafting : null}
                />
              ))}
            </Sheet>
          ));
        }}
      </Answered>
      {changes && drafting.query.data && <AnotherSetting drafting={drafting} />}
      <SaveBar drafting={drafting} />
    </Section>
  );
}
