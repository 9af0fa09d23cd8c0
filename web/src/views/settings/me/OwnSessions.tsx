import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { moment } from "@/lib/time";
import { sessionsQuery } from "../api";
import { browserName } from "../logic/secret";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";
import rows from "../parts/Rows.module.css";

/** Where one is logged in; any of it ends at once. */
export function OwnSessions() {
  const { t } = useTranslation("settings");
  const query = useQuery(sessionsQuery);
  const touches = [["own_sessions"]];
  const end = useSend({
    send: (session: string) =>
      data(api.DELETE("/api/v1/me/sessions/{session}", { params: { path: { session } } })),
    touches,
  });
  const others = useSend({
    send: () => data(api.DELETE("/api/v1/me/sessions")),
    touches,
  });
  return (
    <Sheet
      flush
      title={t("sessions.title")}
      aside={
        (query.data?.length ?? 0) > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            loading={others.busy}
            onClick={() => others.send(undefined)}
          >
            {t("sessions.endOthers")}
          </Button>
        )
      }
    >
      <Refused error={end.error ?? others.error} />
      <Answered query={query}>
        {(sessions) => (
          <div className={rows.scroll} tabIndex={0} role="group" aria-label={t("sessions.title")}>
            <table className={rows.rows}>
              <thead>
                <tr>
                  <th>{t("sessions.browser")}</th>
                  <th>{t("sessions.address")}</th>
                  <th>{t("sessions.created")}</th>
                  <th>{t("sessions.seen")}</th>
                  <th>
                    <span className="hx-hidden">{t("actions")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {sessions.map((one) => (
                  <tr key={one.id}>
                    <td title={one.browser}>{browserName(one.browser) || t("sessions.unnamed")}</td>
                    <td className={rows.mono}>{one.address}</td>
                    <td className={rows.tight}>{moment(one.created)}</td>
                    <td className={rows.tight}>
                      {one.current ? <strong>{t("sessions.current")}</strong> : moment(one.seen)}
                    </td>
                    <td data-numeric>
                      {!one.current && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          onClick={() => end.send(one.id)}
                          aria-label={t("sessions.endOne", { address: one.address })}
                        >
                          {t("sessions.end")}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
    </Sheet>
  );
}
