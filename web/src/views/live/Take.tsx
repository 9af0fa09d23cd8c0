import { useTranslation } from "react-i18next";
import { CopyAs } from "@/components/CopyAs";
import { Export } from "@/components/Export";
import { inUnit } from "@/lib/format";
import { SECTIONS } from "./catalogue";
import type { HostFlow } from "./flow";

const COLUMNS = [
  "pid",
  "name",
  "command",
  "user",
  "state",
  "cpu",
  "memory",
  "read",
  "write",
  "threads",
] as const;

/** What is seen this second, to take along. */
export function Take({ flow, name }: { flow: HostFlow; name: string }) {
  const { t } = useTranslation("live");
  const values = () =>
    SECTIONS.flatMap((section) => section.panels).flatMap((panel) =>
      panel.lines(flow.ring.keys).map((line) => ({
        chart: t(`panel.${panel.id}.title`),
        line: line.label,
        series: line.key,
        value: flow.ring.value(line.key),
        words: inUnit(flow.ring.value(line.key), panel.unit),
      })),
    );
  const markdown = () =>
    [
      `# ${t("titleOf", { name })}`,
      "",
      ...values().map((one) => `- ${one.chart}, ${one.line}: ${one.words}`),
    ].join("\n");
  const shown = () => flow.look();
  const rows = () => (shown().processes ?? []).map((one) => COLUMNS.map((column) => one[column]));
  return (
    <>
      <CopyAs
        markdown={markdown}
        json={() => ({ values: values(), processes: shown().processes, groups: shown().groups })}
      />
      <Export name={`processes-${name}`} columns={COLUMNS} rows={rows} />
    </>
  );
}
