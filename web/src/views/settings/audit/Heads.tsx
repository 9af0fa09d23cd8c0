import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { save } from "@/lib/save";
import { headsQuery } from "./queries";
import classes from "./Audit.module.css";

/** The signed heads, as lines to be kept elsewhere. */
export function Heads() {
  const { t } = useTranslation("settings");
  const query = useInfiniteQuery(headsQuery);
  const lines = query.data?.pages.flatMap((page) => page.items).map((one) => one.line) ?? [];
  return (
    <Sheet
      title={t("heads.title")}
      aside={
        lines.length > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => save("audit-heads.txt", "text/plain", `${lines.join("\n")}\n`)}
          >
            {t("heads.save")}
          </Button>
        )
      }
    >
      <p>{t("heads.about")}</p>
      <Answered query={query} height={60}>
        {() =>
          lines.length ? (
            <pre className={classes.heads} tabIndex={0} aria-label={t("heads.title")}>
              {lines.join("\n")}
            </pre>
          ) : (
            <span>{t("heads.none")}</span>
          )
        }
      </Answered>
      {query.hasNextPage && (
        <Button
          size="compact-sm"
          variant="default"
          loading={query.isFetching}
          onClick={() => void query.fetchNextPage()}
        >
          {t("heads.more")}
        </Button>
      )}
    </Sheet>
  );
}
