import { SegmentedControl, Select } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { hostsQuery } from "@/api/hosts";
import { TimeChart } from "@/components/charts/TimeChart";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { EXPORTED } from "../kept/chosen";
import { hereQuery, keptQuery, type Kept } from "../queries";
import { CheckLines } from "./CheckLines";
import { pointsOf, RANGES, rangeOf, sinceOf } from "./past";
import { Several } from "./Several";
import classes from "./History.module.css";

/** How the health of one host went, and which findings came and went. */
export default function HistoryPage() {
  const { t } = useTranslation("examinations");
  const language = usePreferences((state) => state.language);
  const [address, setAddress] = useAddress();
  const range = rangeOf(address["range"] ?? "");
  const host = useHost(address["host"] ?? "");
  const [openedMs] = useState(() => Date.now());
  const since = sinceOf(range, openedMs);
  const query = useInfiniteQuery({
    ...keptQuery({ host: host.id, since }, language),
    enabled: host.id !== "",
  });
  const several = useMemo(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  return (
    <Page
      title={t("past.title")}
      subtitle={t("past.subtitle")}
      actions={
        <>
          <Select
            size="xs"
            w={190}
            aria-label={t("past.host")}
            data={host.all}
            value={host.id || null}
            searchable
            allowDeselect={false}
            onChange={(id) => setAddress({ host: id ?? "" })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("past.range")}
            value={range}
            onChange={(word) => setAddress({ range: word })}
            data={RANGES.map((value) => ({ value, label: t(`past.${value}`) }))}
          />
          <Export
            name="history"
            columns={EXPORTED}
            rows={() => several.map((row) => EXPORTED.map((column) => row[column]))}
          />
        </>
      }
    >
      <Answered query={query} height={520}>
        {() =>
          several.length ? (
            <Shown several={several} host={host.id} since={since} />
          ) : (
            <Sheet>
              <Empty icon={IconHistory} title={t("past.none")} hint={t("past.noneHint")} />
            </Sheet>
          )
        }
      </Answered>
    </Page>
  );
}

interface ShownProps {
  several: Kept[];
  host: string;
  since: string;
}

function Shown({ several, host, since }: ShownProps) {
  const { t } = useTranslation("examinations");
  const score = useMemo(
    () => [{ label: t("past.score"), points: pointsOf(several, (one) => one.score) }],
    [several, t],
  );
  const count = useMemo(
    () => [{ label: t("past.count"), points: pointsOf(several, (one) => one.findings) }],
    [several, t],
  );
  return (
    <>
      <div className={classes.charts}>
        <Sheet title={t("past.score")}>
          <TimeChart title={t("past.score")} unit="" series={score} most={100} sync="history" />
        </Sheet>
        <Sheet title={t("past.count")}>
          <TimeChart title={t("past.count")} unit="count" series={count} sync="history" />
        </Sheet>
      </div>
      <CheckLines several={several} host={host} since={since} />
      <Several several={several} />
    </>
  );
}

/** Give the host whose history is shown: the one named, else the server's own, else the first. */
function useHost(named: string) {
  const hosts = useInfiniteQuery(hostsQuery);
  const here = useQuery(hereQuery);
  const all = (hosts.data?.pages ?? []).flatMap((page) =>
    page.items.map((one) => ({ value: one.id, label: one.name })),
  );
  const own = here.isPending ? "" : here.data || (all[0]?.value ?? "");
  return { id: named || own, all };
}
