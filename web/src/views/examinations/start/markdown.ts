/** A diagnosis as Markdown: for a ticket, a chat. */
import type { TFunction } from "i18next";
import type { Report } from "@/api/report";
import { percent } from "@/lib/format";
import { escaped } from "@/lib/markdown";
import { shellLine } from "@/lib/shell";
import { startOf } from "./first";

/** Write what the page shows: where to start, the score, and the findings. */
export function asMarkdown(report: Report, t: TFunction<"examinations">): string {
  const start = startOf(report);
  const { score, measured_share: measured } = report.health;
  const health =
    score === null ? t("examinations:health.unknown") : t("examinations:health.of", { score });
  const command = start.command && `\n\n    ${shellLine(start.command)}`;
  return [
    `# ${escaped(report.host.name)} · ${report.time}`,
    `**${escaped(start.sentence)}**`,
    `${health} · ${t("examinations:health.measured", { share: percent(measured) })}`,
    start.step &&
      `${t("examinations:start.step")}: ${escaped(start.step.title)}` +
        ` (${t("examinations:start.risk", { risk: t(`shared:risk.${start.step.risk}`) })})${command ?? ""}`,
    `## ${t("examinations:findings.title")}`,
    report.findings
      .filter((one) => one.when === "now")
      .map((one) => `- **${t(`shared:severity.${one.severity}`)}** ${escaped(one.title)}`)
      .join("\n") || t("examinations:findings.none"),
  ]
    .filter(Boolean)
    .join("\n\n");
}
