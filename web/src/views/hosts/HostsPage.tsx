import { IconServer, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { allHostsQuery, type Host } from "@/api/hosts";
import { useRefetch } from "@/api/live/refetch";
import { may, useMe } from "@/api/queries";
import { standingQuery } from "@/api/standing";
import { CopyAs } from "@/components/CopyAs";
import { DataTable } from "@/components/DataTable";
import { Empty } from "@/components/Empty";
import { Export } from "@/components/Export";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { tabled } from "@/lib/markdown";
import { usePreferences } from "@/state/preferences";
import { useColumns, type Row } from "./columns";
import { LabelsDialog } from "./LabelsDialog";
import { RemoveDialog } from "./RemoveDialog";

const COLUMNS = [
  "id",
  "name",
  "score",
  "worst",
  "distribution",
  "kernel",
  "cpus",
  "memory_bytes",
  "labels",
  "last_seen",
] as const;

/** Every host that this server knows, and how it stood when it was last examined. */
export default function HostsPage() {
  const { t } = useTranslation("hosts");
  const me = useMe();
  const query = useQuery(allHostsQuery);
  const rows = useRows(query.data);
  useRefetch("hosts", ["hosts"]);
  useRefetch(may(me, "read", "examinations") ? "examinations" : null, ["examinations", "newest"]);
  const values = () =>
    rows.map((row) => COLUMNS.map((name) => (name === "labels" ? row.words : row[name])));
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          {may(me, "create", "snapshots") && (
            <ButtonLink
              to="/snapshots"
              size="compact-md"
              fz={14}
              variant="default"
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              {t("upload")}
            </ButtonLink>
          )}
          <CopyAs
            markdown={() =>
              tabled(
                [t("name"), t("health"), t("worst"), t("system")],
                rows.map((row) => [
                  row.name,
                  row.score === null ? t("shared:unknown") : String(row.score),
                  row.worst,
                  row.distribution,
                ]),
              )
            }
            json={() => rows}
          />
          <Export name="hosts" columns={COLUMNS} rows={values} json={() => rows} />
        </>
      }
    >
      <Sheet flush>
        <Answered query={query} height={480}>
          {() => <Rows rows={rows} />}
        </Answered>
      </Sheet>
    </Page>
  );
}

/** Each host beside its newest examination. */
function useRows(hosts: Host[] | undefined): Row[] {
  const me = useMe();
  const language = usePreferences((state) => state.language);
  const enabled = may(me, "read", "examinations");
  const { data: standing } = useQuery({ ...standingQuery(language), enabled });
  return useMemo(
    () =>
      (hosts ?? []).map((host) => {
        const newest = standing?.get(host.id);
        return {
          ...host,
          score: newest?.score ?? null,
          worst: newest?.worst ?? "",
          examination: newest?.id ?? "",
          known: standing !== undefined,
          words: Object.entries(host.labels)
            .map(([name, value]) => `${name}=${value}`)
            .join(" "),
        };
      }),
    [hosts, standing],
  );
}

function Rows({ rows }: { rows: Row[] }) {
  const { t } = useTranslation("hosts");
  const [labelled, setLabelled] = useState<Row | null>(null);
  const [leaving, setLeaving] = useState<Row | null>(null);
  const columns = useColumns(setLabelled, setLeaving);
  return (
    <>
      <DataTable
        label={t("title")}
        rows={rows}
        columns={columns}
        rowKey={(host) => host.id}
        height={640}
        filter
        empty={<Empty icon={IconServer} title={t("none")} hint={t("noneHint")} />}
      />
      {labelled && <LabelsDialog host={labelled} onClose={() => setLabelled(null)} />}
      {leaving && <RemoveDialog host={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}
