import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import type { Report } from "@/api/report";
import classes from "./Ask.module.css";
import { suggestionsOf, type Suggestion } from "./firstQuestions";

const MOST_LATER = 2;

interface SuggestionsProps {
  report: Report;
  /** A conversation goes on already: fewer are offered. */
  few: boolean;
  onAsk: (question: string, to: string) => void;
}

/** Questions that this examination raises, to be asked at once. */
export function Suggestions({ report, few, onAsk }: SuggestionsProps) {
  const { t, i18n } = useTranslation("conversations");
  const me = useMe();
  if (!may(me, "run", "conversations")) return null;
  const words = (one: Suggestion): string => {
    if (one.kind === "why") return t("suggest.why", { title: one.title });
    if (one.kind === "whyNot") {
      const known = i18n.exists(`shared:resource.${one.resource}`);
      const name = known ? t(`shared:resource.${one.resource}` as "shared:resource.cpu") : "";
      return t("suggest.whyNot", { resource: name || one.resource });
    }
    return one.kind === "first" ? t("suggest.first") : t("suggest.unmeasured");
  };
  const offered = suggestionsOf(report).slice(few ? -MOST_LATER : 0);
  return (
    <div className={classes.suggestions} role="group" aria-label={t("suggestions")}>
      {offered.map((one) => (
        <Button
          key={words(one)}
          variant="light"
          size="compact-md"
          fz={14}
          className={classes.suggestion}
          title={words(one)}
          onClick={() => onAsk(words(one), "")}
        >
          {words(one)}
        </Button>
      ))}
    </div>
  );
}
