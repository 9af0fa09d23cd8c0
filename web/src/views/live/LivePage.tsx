import { Alert, Select, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconServerOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { useAddress } from "@/lib/address";
import { momentWord } from "@/lib/series";
import { Badge } from "./Badge";
import { Groups, Processes } from "./Busy";
import { SECTIONS } from "./catalogue";
import { KeptPanels } from "./KeptPanels";
import classes from "./Live.module.css";
import { LivePanels } from "./LivePanels";
import { placeOf, spanWord } from "./place";
import { hostsQuery, steadyQuery, type Host } from "./queries";
import { Take } from "./Take";
import { Tools } from "./Tools";
import { useHostFlow } from "./useHostFlow";

/** A host as it is this second, and as it was. */
export default function LivePage() {
  const { t } = useTranslation("live");
  const query = useQuery(hostsQuery);
  return (
    <Answered query={query} height={420}>
      {(hosts) =>
        hosts.length ? (
          <Chosen hosts={hosts} />
        ) : (
          <Page title={t("title")}>
            <Empty icon={IconServerOff} title={t("noHost")} hint={t("noHostHint")} />
          </Page>
        )
      }
    </Answered>
  );
}

function Chosen({ hosts }: { hosts: Host[] }) {
  const { t } = useTranslation("live");
  const navigate = useNavigate();
  const { host: wanted }: { host?: string } = useParams({ strict: false });
  const chosen = wanted ?? hosts.find((one) => one.here)?.id;
  const steady = useQuery({ ...steadyQuery, enabled: chosen === undefined });
  const host = chosen ?? steady.data?.[0]?.id ?? (steady.isPending ? null : hosts[0]?.id);
  if (!host) return <Skeleton height={420} radius="md" />;
  const known = [...hosts, ...(steady.data ?? [])];
  const name = known.find((one) => one.id === host)?.name ?? host;
  const chooser = hosts.length > 1 && (
    <Select
      size="xs"
      aria-label={t("host")}
      searchable
      allowDeselect={false}
      value={host}
      data={hosts.map((one) => ({ value: one.id, label: one.name }))}
      onChange={(id) => id && void navigate({ to: `/live/${encodeURIComponent(id)}` })}
    />
  );
  return <Watched key={host} host={host} name={name} chooser={chooser} />;
}

interface WatchedProps {
  host: string;
  name: string;
  chooser: ReactNode;
}

function Watched({ host, name, chooser }: WatchedProps) {
  const { t } = useTranslation("live");
  const [words, setWords] = useAddress();
  const [opened] = useState(() => Date.now() / 1000);
  const place = useMemo(() => placeOf(words, opened), [words, opened]);
  const [paused, setPaused] = useState(false);
  const { flow, problem } = useHostFlow(host, place.live ? place.span : 300);
  const pause = () => {
    if (!place.live) return;
    flow.pause(!paused);
    setPaused(!paused);
  };
  const onRange = (from: string, to: string) => setWords({ from, to, span: "" });
  const onLive = (span: number) => {
    flow.pause(false);
    setPaused(false);
    setWords({ from: "", to: "", span: spanWord(span) });
  };
  const onZoom = (from: number, to: number) =>
    onRange(momentWord(Math.floor(from)), momentWord(Math.ceil(to)));
  useHotkeys([["p", pause]]);
  return (
    <Page
      title={t("titleOf", { name })}
      subtitle={<Badge flow={flow} paused={paused} past={!place.live} />}
      actions={
        <>
          {chooser}
          <Take flow={flow} name={name} />
        </>
      }
    >
      <Tools
        place={place}
        paused={paused}
        onPause={pause}
        onLive={onLive}
        onRange={onRange}
        seen={() => (place.live ? flow.range() : [place.range.start, place.range.end])}
        nowS={() => Date.now() / 1000}
      />
      {problem && <Alert color="red">{problem}</Alert>}
      <Jumps />
      {place.live ? (
        <LivePanels flow={flow} onZoom={onZoom} />
      ) : (
        <KeptPanels host={host} range={place.range} onZoom={onZoom} />
      )}
      <div id="groups">
        <Groups flow={flow} />
      </div>
      <div id="processes">
        <Processes flow={flow} />
      </div>
    </Page>
  );
}

/** To the parts of a long page. */
function Jumps() {
  const { t } = useTranslation("live");
  const parts = [...SECTIONS.map((one) => [one.id, t(`section.${one.id}`)] as const)];
  return (
    <nav className={classes.jumps} aria-label={t("parts")}>
      {[...parts, ["groups", t("groups")] as const, ["processes", t("processes")] as const].map(
        ([id, word]) => (
          <a key={id} href={`#${id}`}>
            {word}
          </a>
        ),
      )}
    </nav>
  );
}
