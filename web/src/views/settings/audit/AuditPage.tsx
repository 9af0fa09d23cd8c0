import { IconChecklist } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { markdownTable } from "../logic/markdown";
import { Section } from "../parts/Section";
import { useAuditColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { filtersOf, type Filters } from "./filters";
import { Heads } from "./Heads";
import { auditQuery, type Record_ } from "./queries";
import { RecordDrawer } from "./RecordDrawer";
import { Verify } from "./Verify";

const COLUMNS = [
  "seq",
  "time",
  "actor_name",
  "actor_kind",
  "verb",
  "resource",
  "object",
  "address",
  "request",
  "hash",
] as const;

/** What was done here and by whom; filtered by the address, verified on demand. */
export default function AuditPage() {
  const { t } = useTranslation("settings");
  const me = useMe();
  const filters = filtersOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useInfiniteQuery({ ...auditQuery(filters), enabled: may(me, "read", "audit") });
  const [shown, setShown] = useState<Record_ | null>(null);
  const columns = useAuditColumns(setShown);
  const records = query.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = () => records.map((one) => COLUMNS.map((column) => one[column]));
  // what was typed is the inputs' own; they begin anew when all filters are taken away
  const [cleared, setCleared] = useState(0);
  const set = (search: Filters) => {
    if (!Object.keys(search).length) setCleared((before) => before + 1);
    void navigate({ to: "/settings/audit", search, replace: true });
  };
  return (
    <Section
      name="audit"
      actions={
        <>
          <CopyAs markdown={() => markdownTable(COLUMNS, rows())} json={() => records} />
          <Export name="audit" columns={COLUMNS} rows={rows} json={() => records} />
        </>
      }
    >
      <Verify />
      <Sheet flush title={t("audit.records")} aside={query.isFetching ? t("audit.reading") : ""}>
        <FilterBar key={cleared} filters={filters} onChange={set} />
        <Answered query={query} height={420}>
          {() => (
            <DataTable
              label={t("audit.records")}
              rows={records}
              columns={columns}
              rowKey={(one) => String(one.seq)}
              onEnd={() => void (query.hasNextPage && !query.isFetching && query.fetchNextPage())}
              empty={
                <Empty icon={IconChecklist} title={t("audit.none")} hint={t("audit.noneHint")} />
              }
            />
          )}
        </Answered>
      </Sheet>
      <Heads />
      {shown && <RecordDrawer record={shown} onClose={() => setShown(null)} />}
    </Section>
  );
}
