import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data } from "@/api/client";
import { ButtonLink } from "@/components/Link";
import { Confirm } from "../parts/Confirm";
import { useSend } from "../parts/send";

/** Try a model by what it is for: a short examination of the server's machine, judged by it alone. */
export function TryModel({ model }: { model: string }) {
  const { t } = useTranslation("settings");
  const [asks, setAsks] = useState(false);
  const [job, setJob] = useState("");
  const sent = useSend({
    send: (one: string) =>
      data(api.POST("/api/v1/examinations", { body: tried(one) })).then((begun) => begun.id),
    done: setJob,
  });
  const close = () => {
    setAsks(false);
    setJob("");
    sent.reset();
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setAsks(true)}
        aria-label={t("try.of", { model })}
      >
        {t("try.do")}
      </Button>
      {asks && !job && (
        <Confirm
          title={t("try.of", { model })}
          act={t("try.begin")}
          mild
          sent={sent}
          given={model}
          onClose={close}
        >
          {t("try.about")}
        </Confirm>
      )}
      {job && (
        <Modal
          opened
          onClose={close}
          title={t("try.begun")}
          closeButtonProps={{ "aria-label": t("close") }}
        >
          <p>{t("try.begunHint")}</p>
          <ButtonLink to={`/jobs/${job}`}>{t("try.look")}</ButtonLink>
        </Modal>
      )}
    </>
  );
}

function tried(model: string) {
  return {
    model,
    panel: "solo" as const,
    window_s: 1,
    host: "",
    deep: false,
    scope: [],
    language: "en" as const,
  };
}
