import { ActionIcon } from "@mantine/core";
import { IconArrowsDiff, IconArrowsExchange } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { CopyAs } from "@/components/CopyAs";
import { Empty } from "@/components/Empty";
import { ExaminationSelect } from "@/components/examination/ExaminationSelect";
import { Export } from "@/components/Export";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { differenceQuery } from "../queries";
import { Changes } from "./Changes";
import { asMarkdown } from "./markdown";
import { Moves } from "./Moves";
import { Scores } from "./Scores";
import classes from "./Compare.module.css";

const MOVE_COLUMNS = ["key", "before", "after", "unit"] as const;

/** Two examinations side by side: what came, went, changed and moved. */
export default function ComparePage() {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const [{ before = "", after = "" }, setAddress] = useAddress();
  const both = before !== "" && after !== "";
  const query = useQuery({ ...differenceQuery(before, after, language), enabled: both });
  const { data } = query;
  return (
    <Page
      title={t("compare.title")}
      subtitle={t("compare.subtitle")}
      actions={
        data && (
          <>
            <CopyAs markdown={() => asMarkdown(data, t)} json={() => data} />
            <Export
              name="compare"
              columns={MOVE_COLUMNS}
              rows={() => data.moved.map((move) => MOVE_COLUMNS.map((column) => move[column]))}
              json={() => data}
            />
          </>
        )
      }
    >
      <Sheet>
        <div className={classes.pick}>
          <ExaminationSelect
            label={t("compare.before")}
            value={before}
            onChange={(id) => setAddress({ before: id })}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t("compare.swap")}
            onClick={() => setAddress({ before: after, after: before })}
          >
            <IconArrowsExchange size={18} />
          </ActionIcon>
          <ExaminationSelect
            label={t("compare.after")}
            value={after}
            onChange={(id) => setAddress({ after: id })}
          />
        </div>
      </Sheet>
      {!both && (
        <Sheet>
          <Empty icon={IconArrowsDiff} title={t("compare.title")} hint={t("compare.pick")} />
        </Sheet>
      )}
      {both && (
        <Answered query={query} height={420}>
          {(difference) => (
            <>
              <Scores difference={difference} />
              <Changes difference={difference} before={before} after={after} />
              <Moves moved={difference.moved} />
            </>
          )}
        </Answered>
      )}
    </Page>
  );
}
