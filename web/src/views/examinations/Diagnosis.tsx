import { lazy, Suspense, useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTopic } from "@/api/live/live";
import { reportQuery, type Report } from "@/api/report";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { Matrix } from "./matrix/Matrix";
import { Actions } from "./start/Actions";
import { BeforeAfter } from "./start/BeforeAfter";
import { Health } from "./start/Health";
import { HostLine } from "./start/HostLine";
import { StartHere } from "./start/StartHere";
import { TopFindings } from "./start/TopFindings";
import classes from "./Diagnosis.module.css";

// the charts come with the first cell that is opened
const CellDrawer = lazy(() => import("./matrix/CellDrawer"));

const A_PAGE_PX = 720;

/** One examination on one screen: where to start, how healthy, what was seen, what changed. */
export function Diagnosis({ examination }: { examination: string }) {
  const language = usePreferences((state) => state.language);
  const query = useQuery(reportQuery(examination, language));
  return (
    <Answered query={query} height={A_PAGE_PX}>
      {(report) => <Whole report={report} />}
    </Answered>
  );
}

function Whole({ report }: { report: Report }) {
  const [address, setAddress] = useAddress();
  const cell = address["cell"] ?? "";
  const newer = useNewer(report);
  const subtitle = useMemo(() => <HostLine report={report} />, [report]);
  return (
    <Page title={report.host.name} subtitle={subtitle} actions={<Actions report={report} />}>
      <div className={classes.top}>
        <StartHere report={report} />
        <Health report={report} />
      </div>
      <div className={classes.middle}>
        <Matrix
          report={report}
          onOpen={(square) => setAddress({ cell: square })}
          whole={address["whole"] === "1"}
          onWhole={(whole) => setAddress({ whole: whole ? "1" : "" }, true)}
        />
        <div className={classes.beside}>
          <TopFindings report={report} />
        </div>
      </div>
      <BeforeAfter report={report} newer={newer} />
      {cell && (
        <Suspense>
          <CellDrawer report={report} cell={cell} onClose={() => setAddress({ cell: "" })} />
        </Suspense>
      )}
    </Page>
  );
}

/** Give the id of a newer examination of the same host, once one is kept while we look. */
function useNewer(report: Report): string {
  const [newer, setNewer] = useState({ of: "", id: "" });
  useTopic("examinations", {
    event: ({ event, data }) => {
      const kept = data as { id?: unknown; host_id?: unknown; time?: unknown };
      if (event !== "kept" || kept.host_id !== report.host.id) return;
      if (typeof kept.id === "string" && typeof kept.time === "string" && kept.time > report.time)
        setNewer({ of: report.id, id: kept.id });
    },
  });
  return newer.of === report.id ? newer.id : "";
}
