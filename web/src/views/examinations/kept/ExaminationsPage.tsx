import { Button } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopic } from "@/api/live/live";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { ButtonLink, Link } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { keptQuery, type Kept } from "../queries";
import { EXPORTED, inOrder } from "./chosen";
import { useColumns } from "./columns";
import { Removing } from "./Removing";

/** All kept examinations, of all hosts or of one. */
export default function ExaminationsPage() {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const [{ host = "" }, setAddress] = useAddress();
  const query = useInfiniteQuery(keptQuery({ host, since: "" }, language));
  const client = useQueryClient();
  useTopic("examinations", {
    event: () => void client.invalidateQueries({ queryKey: ["examinations"] }),
  });
  const [chosen, setChosen] = useState<readonly Kept[]>([]);
  const [removing, setRemoving] = useState<Kept | null>(null);
  const columns = useColumns(chosen, setChosen, setRemoving);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [before, after] = inOrder(chosen);
  return (
    <Page
      title={t("kept.title")}
      subtitle={
        host ? (
          <>
            {t("kept.ofHost")}: {rows[0]?.host_name ?? host} ·{" "}
            <Button size="compact-xs" variant="subtle" onClick={() => setAddress({ host: "" })}>
              {t("kept.all")}
            </Button>
          </>
        ) : undefined
      }
      actions={
        <>
          {before && after ? (
            <ButtonLink
              to="/compare"
              search={{ before: before.id, after: after.id }}
              size="compact-md"
              fz={14}
            >
              {t("kept.compare")}
            </ButtonLink>
          ) : (
            <Button size="compact-md" fz={14} variant="default" disabled>
              {t("kept.compareHint")}
            </Button>
          )}
          <Export
            name="examinations"
            columns={EXPORTED}
            rows={() => rows.map((row) => EXPORTED.map((column) => row[column]))}
          />
        </>
      }
    >
      <Sheet flush>
        <Answered query={query}>
          {() => (
            <DataTable
              label={t("kept.title")}
              rows={rows}
              columns={columns}
              rowKey={(one) => one.id}
              filter
              height={680}
              onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
              empty={
                <Empty
                  icon={IconListDetails}
                  title={t("kept.none")}
                  hint={<Link to="/welcome">{t("kept.noneHint")}</Link>}
                />
              }
            />
          )}
        </Answered>
      </Sheet>
      <Removing one={removing} onClose={() => setRemoving(null)} />
    </Page>
  );
}
