import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { CopyAs } from "@/components/CopyAs";
import { moment } from "@/lib/time";
import { markdownTable } from "../logic/markdown";
import type { Record_ } from "./queries";
import classes from "./Audit.module.css";

const MONO = new Set(["hash", "request", "actor_id"]);

/** All that a record says. */
export function RecordDrawer({ record, onClose }: { record: Record_; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const facts: [string, string][] = [
    ["time", moment(record.time)],
    ["actor", record.actor_name],
    ["actor_kind", record.actor_kind],
    ["actor_id", record.actor],
    ["verb", record.verb],
    ["resource", record.resource],
    ["object", record.object],
    ["address", record.address],
    ["request", record.request],
    ["hash", record.hash],
  ];
  const details = Object.entries(record.details);
  return (
    <Drawer
      opened
      position="right"
      size="md"
      onClose={onClose}
      title={t("audit.one", { seq: record.seq })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={t(`audit.${name}`)} value={value} mono={MONO.has(name)} />
        ))}
        {details.map(([name, value]) => (
          <Fact key={`detail ${name}`} name={name} value={value} mono />
        ))}
      </dl>
      <p>
        <CopyAs
          markdown={() => markdownTable(["", ""], [...facts, ...details])}
          json={() => record}
        />
      </p>
    </Drawer>
  );
}

function Fact({ name, value, mono }: { name: string; value: string; mono: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={mono ? classes.mono : undefined}>{value || "–"}</dd>
    </>
  );
}
