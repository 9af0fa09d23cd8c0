import { Anchor } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { Unknown } from "@/components/Unknown";
import { markdownTable } from "./logic/markdown";
import { CopyAs } from "@/components/CopyAs";
import { aliveQuery, readyQuery, versionQuery, type Part } from "./server";
import { Section } from "./parts/Section";
import rows from "./parts/Rows.module.css";
import classes from "./Server.module.css";

const DOORS = ["/api/docs", "/api/v1/openapi.json", "/metrics", "/readyz", "/healthz"] as const;

/** Whether the server lives and can work, part by part. */
export default function ServerPage() {
  const { t } = useTranslation("settings");
  const ready = useQuery(readyQuery);
  const alive = useQuery(aliveQuery);
  const version = useQuery(versionQuery);
  const parts = ready.data?.parts ?? [];
  return (
    <Section
      name="server"
      actions={
        <CopyAs
          markdown={() =>
            markdownTable(
              ["part", "ready", "reason"],
              parts.map((one) => [one.part, one.ready, one.reason]),
            )
          }
          json={() => ready.data}
        />
      }
    >
      <Sheet
        flush
        title={t("server.parts")}
        aside={<span aria-live="polite">{ready.data && t(readyWord())}</span>}
      >
        <Answered query={ready}>{(found) => <Parts parts={found.parts} />}</Answered>
      </Sheet>
      <Sheet title={t("server.process")}>
        <dl className={classes.facts}>
          <dt>{t("server.alive")}</dt>
          <dd>
            {alive.error ? (
              <Unknown why={alive.error.message} />
            ) : alive.data ? (
              t("yes")
            ) : (
              t("server.asking")
            )}
          </dd>
          <dt>{t("server.version")}</dt>
          <dd>
            {version.error ? (
              <Unknown why={version.error.message} />
            ) : (
              (version.data ?? t("server.asking"))
            )}
          </dd>
        </dl>
      </Sheet>
      <Sheet title={t("server.doors")}>
        <ul className={classes.doors}>
          {DOORS.map((one) => (
            <li key={one}>
              <Anchor fz="inherit" href={one} target="_blank" rel="noreferrer" underline="always">
                {one}
              </Anchor>{" "}
              <span className={rows.soft}>{t(`server.door.${DOORS.indexOf(one)}`)}</span>
            </li>
          ))}
        </ul>
      </Sheet>
    </Section>
  );

  function readyWord(): string {
    return ready.data?.ready ? "server.ready" : "server.notReady";
  }
}

function Parts({ parts }: { parts: readonly Part[] }) {
  const { t } = useTranslation("settings");
  return (
    <table className={rows.rows}>
      <thead>
        <tr>
          <th>{t("server.part")}</th>
          <th>{t("server.state")}</th>
          <th>{t("server.reason")}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((one) => (
          <tr key={one.part}>
            <td>{t(`server.name.${one.part}`, { defaultValue: one.part })}</td>
            <td className={classes.state} data-ready={one.ready}>
              {one.ready ? (
                <IconCircleCheck size={16} aria-hidden />
              ) : (
                <IconCircleX size={16} aria-hidden />
              )}
              {one.ready ? t("server.isReady") : t("server.isNotReady")}
            </td>
            <td>{one.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
