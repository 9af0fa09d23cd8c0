import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Ago } from "@/components/Ago";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import classes from "./Ask.module.css";
import type { ConversationLine } from "./queries";

interface EarlierProps {
  lines: UseQueryResult<ConversationLine[]>;
  chosen: string;
  onChoose: (conversation: string) => void;
}

/** The conversations that there were about this examination. */
export function Earlier({ lines, chosen, onChoose }: EarlierProps) {
  const { t } = useTranslation("conversations");
  return (
    <Sheet
      title={t("earlier")}
      aside={
        chosen && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChoose("")}
          >
            {t("new")}
          </Button>
        )
      }
    >
      <Answered query={lines} height={60}>
        {(several) =>
          several.length ? (
            <ul className={classes.earlier}>
              {several.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    aria-current={one.id === chosen}
                    onClick={() => onChoose(one.id)}
                  >
                    <span className={classes.first}>{one.first_question}</span>
                    <span className={classes.soft}>
                      {t("turns", { count: one.turns })} · <Ago time={one.time} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          ) : (
            <p className={classes.soft}>{t("noEarlier")}</p>
          )
        }
      </Answered>
    </Sheet>
  );
}
