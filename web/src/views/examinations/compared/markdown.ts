/** A comparison as Markdown. */
import type { TFunction } from "i18next";
import { inUnit } from "@/lib/format";
import { escaped } from "@/lib/markdown";
import type { Difference } from "../queries";

const KINDS = ["new", "worse", "better", "gone"] as const;

/** Write what differs. */
export function asMarkdown(difference: Difference, t: TFunction<"examinations">): string {
  const sides = [0, 1] as const;
  const heads = sides.map((side) => {
    const score = difference.scores[side];
    const health =
      score === null ? t("examinations:health.unknown") : t("examinations:health.of", { score });
    return `- ${escaped(difference.hosts[side])} ${difference.times[side]} · ${health}`;
  });
  const findings = KINDS.flatMap((kind) =>
    difference[kind].map(
      (one) => `- **${t(`examinations:compare.${kind}`)}** ${escaped(one.title)}`,
    ),
  );
  const moves = difference.moved.map(
    (one) =>
      `- ${escaped(one.key)}: ${inUnit(one.before, one.unit)} → ${inUnit(one.after, one.unit)}`,
  );
  return [
    `# ${t("examinations:compare.title")}`,
    heads.join("\n"),
    findings.join("\n") || t("examinations:compare.same"),
    `## ${t("examinations:compare.moves")}`,
    moves.join("\n") || t("examinations:compare.noMoves"),
  ].join("\n\n");
}
