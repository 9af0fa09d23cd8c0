/** A finding as the text of a ticket. */
import i18next from "i18next";
import type { Command, Report } from "@/api/report";
import { inUnit } from "@/lib/format";
import { escaped, fenced } from "@/lib/markdown";
import { shellLine } from "@/lib/shell";
import { byStance, type KeyedEvidence, type Told } from "./told";

/** Write what is claimed, proved, advised and said of a finding. */
export function markdownOf(told: Told, report: Report, address: string): string {
  const t = i18next.t;
  const word = (key: string) => t(`shared:${key}`);
  const { finding } = told;
  const sections = [
    `# ${escaped(finding.title)}`,
    [
      `- **${t("findings:severity")}:** ${word(`severity.${finding.severity}`)}`,
      `- **${t("findings:confidence")}:** ${t("findings:outOf100", { value: finding.confidence })}`,
      `- **${t("findings:host")}:** ${escaped(report.host.name)} (${escaped(report.host.distribution)})`,
      `- **${t("findings:time")}:** ${report.time}`,
      ...(finding.culprit
        ? [`- **${t("findings:culprit")}:** ${escaped(finding.culprit.name)}`]
        : []),
      `- ${address}`,
    ].join("\n"),
    escaped(finding.description),
    finding.changed && `**${t("findings:changed")}:** ${escaped(finding.changed)}`,
    `## ${t("findings:evidence")}\n\n${evidenceTable(told.evidence, t("findings:name"), t("findings:value"), t("findings:source"))}`,
    finding.recommendation && `## ${t("findings:remedy")}\n\n${escaped(finding.recommendation)}`,
    ...told.recommendations.flatMap((one) => [
      `### ${escaped(one.title)}`,
      `**${t("findings:risk", { risk: word(`risk.${one.risk}`) })}.** ${escaped(one.risk_text)}`,
      step(t("findings:look"), one.look),
      step(t("findings:change"), one.change),
      step(t("findings:undo"), one.undo),
      step(t("findings:verify"), one.verify),
    ]),
    voices(told, t("findings:voices"), t("findings:agree"), t("findings:oppose")),
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function evidenceTable(
  evidence: readonly KeyedEvidence[],
  name: string,
  value: string,
  source: string,
): string {
  const rows = evidence.map((one) => {
    const shown = typeof one.value === "string" ? one.value : inUnit(one.value, one.unit);
    return `| ${escaped(one.key)} | ${escaped(shown)} | ${escaped(one.source)} |`;
  });
  return [`| ${name} | ${value} | ${source} |`, "| --- | ---: | --- |", ...rows].join("\n");
}

function step(title: string, commands: readonly Command[]): string {
  if (!commands.length) return "";
  return `${title}:\n\n${fenced(commands.map(shellLine).join("\n"), "sh")}`;
}

function voices(told: Told, title: string, agree: string, oppose: string): string {
  const parted = byStance(told.opinions);
  const said = [
    ...parted.agree.map((one) => `- ${agree}: ${one.specialist}: ${escaped(one.advice)}`),
    ...parted.oppose.map((one) => `- ${oppose}: ${one.specialist}: ${escaped(one.advice)}`),
  ];
  return said.length ? `## ${title}\n\n${said.join("\n")}` : "";
}
