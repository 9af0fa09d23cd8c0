import {
  IconGavel,
  IconMessageQuestion,
  IconMessageReply,
  IconScale,
  IconSearch,
  IconThumbDown,
  IconThumbUp,
  type Icon,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Report } from "@/api/report";
import { useRoleName } from "@/components/answer/useRoleName";
import { Empty } from "@/components/Empty";
import { Sheet } from "@/components/Sheet";
import { seconds } from "@/lib/format";
import { countOf, wordOf } from "./course";
import { EvidenceLinks } from "./EvidenceLinks";
import classes from "./Panel.module.css";
import type { PanelEvent } from "./queries";
import { OpinionShown } from "./OpinionShown";
import { saidIn } from "./replay";

interface DiscussionProps {
  /** What was said to each other so far. */
  said: readonly PanelEvent[];
  /** Whether there is more behind this moment. */
  more: boolean;
  report: Report;
}

/** Who asked, answered and voted, in the order of time. */
export function Discussion({ said, more, report }: DiscussionProps) {
  const { t } = useTranslation("panel");
  return (
    <Sheet title={t("talk.title")}>
      {said.length ? (
        <ol className={classes.talk}>
          {said.map((one, index) => (
            <Line key={index} event={one} report={report} />
          ))}
        </ol>
      ) : more ? (
        <p className={classes.gap}>{t("talk.noneYet")}</p>
      ) : (
        <Empty icon={IconMessageQuestion} title={t("talk.none")} hint={t("talk.noneHint")} />
      )}
    </Sheet>
  );
}

function Line({ event, report }: { event: PanelEvent; report: Report }) {
  const { t } = useTranslation("panel");
  const nameOf = useRoleName();
  const about = report.findings.find((one) => one.id === event.item)?.title;
  const stance = wordOf(event.facts["stance"]);
  const Shape = SHAPES[event.kind === "vote" ? `vote ${stance}` : event.kind] ?? IconScale;
  return (
    <li>
      <time>{seconds(Math.round(event.at_s * 100) / 100)}</time>
      <div>
        <h3>
          <Shape size={15} aria-hidden />
          {headOf(event, t, nameOf)}
        </h3>
        {event.kind === "vote" ? (
          <OpinionShown said={saidIn(event)} report={report} examination={report.id} />
        ) : (
          <>
            {about && <p className={classes.gap}>{about}</p>}
            <p className={classes.words}>{wordsOf(event, t)}</p>
            <EvidenceLinks
              keys={event.evidence}
              report={report}
              examination={report.id}
              item={event.item}
            />
          </>
        )}
      </div>
    </li>
  );
}

const SHAPES: Readonly<Record<string, Icon>> = {
  question: IconMessageQuestion,
  reply: IconMessageReply,
  probe: IconSearch,
  errand: IconSearch,
  doubt: IconScale,
  ruled: IconGavel,
  "vote agrees": IconThumbUp,
  "vote opposes": IconThumbDown,
};

type Words = TFunction<"panel">;

function headOf(event: PanelEvent, t: Words, nameOf: (name: string) => string): string {
  const who = nameOf(event.who);
  const whom = event.whom ? event.whom.split(",").map(nameOf).join(", ") : t("talk.all");
  const what = wordOf(event.facts["what"]);
  switch (event.kind) {
    case "question":
      return t("talk.question", { who, whom });
    case "reply":
      return t("talk.reply", { who, whom });
    case "probe":
      return t("talk.probe", { who, probe: event.words, subject: wordOf(event.facts["subject"]) });
    case "errand":
      return event.facts["ran"] === true
        ? t("talk.ran", { whom, what })
        : t("talk.notRan", { whom, what });
    case "doubt":
      return t("talk.doubt", { who });
    case "vote":
      return t("talk.vote", { who, round: countOf(event.facts["round"]) ?? 1 });
    default:
      return event.facts["disputed"] === true
        ? t("talk.disputedRuling", { who })
        : t("talk.ruled", { who });
  }
}

function wordsOf(event: PanelEvent, t: Words): string {
  if (event.kind === "probe") return "";
  if (event.kind === "reply" && !event.words) return t("talk.nothing");
  if (event.kind === "doubt" && !event.words) return t("talk.noDoubt");
  return event.words || event.reason;
}
