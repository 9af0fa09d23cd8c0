import { Alert, Button, Group } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data, type Schemas } from "@/api/client";
import type { Me } from "@/api/queries";
import { Sheet } from "@/components/Sheet";
import { Once } from "../parts/Once";
import { useSend } from "../parts/send";
import { TotpOffered } from "./TotpOffered";
import { TotpProof } from "./TotpProof";

type Offered = Schemas["TotpOffered"];

/** The second proof: an authenticator is set up, confirmed and taken away. */
export function Totp({ me }: { me: Me }) {
  const { t } = useTranslation("settings");
  const has = me.has_authenticator;
  const [asks, setAsks] = useState<"" | "offer" | "remove">("");
  const [offered, setOffered] = useState<Offered | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const touches = [["me"], ["users"]];
  const offer = useSend({
    send: (body: { password: string }) => data(api.POST("/api/v1/me/totp", { body })),
    done: (made) => {
      setOffered(made);
      setAsks("");
    },
  });
  const remove = useSend({
    send: (body: { password: string }) => data(api.POST("/api/v1/me/totp/remove", { body })),
    touches,
    done: () => setAsks(""),
  });
  return (
    <Sheet title={t("totp.title")} aside={has ? t("totp.isOn") : t("totp.isOff")}>
      {codes.length > 0 ? (
        <Once
          secret={codes.join("\n")}
          file="hexascope-recovery-codes.txt"
          onDone={() => setCodes([])}
        >
          {t("totp.codes")}
        </Once>
      ) : offered ? (
        <TotpOffered
          offered={offered}
          touches={touches}
          onConfirmed={(made) => {
            setOffered(null);
            setCodes(made);
          }}
          onCancel={() => setOffered(null)}
        />
      ) : asks ? (
        <TotpProof
          key={asks}
          name={me.name}
          sent={asks === "offer" ? offer : remove}
          act={asks === "offer" ? t("totp.begin") : t("totp.remove")}
          warning={asks === "remove" ? t("totp.removeHint") : ""}
          onCancel={() => setAsks("")}
        />
      ) : (
        <>
          <p>{t("totp.why")}</p>
          {has && (
            <Alert color="green" variant="light" icon={<IconShieldCheck />} mb="sm">
              {t("totp.on")}
            </Alert>
          )}
          <Group gap="xs">
            {!has && <Button onClick={() => setAsks("offer")}>{t("totp.setUp")}</Button>}
            {has && (
              <Button variant="default" onClick={() => setAsks("remove")}>
                {t("totp.remove")}
              </Button>
            )}
          </Group>
        </>
      )}
    </Sheet>
  );
}
