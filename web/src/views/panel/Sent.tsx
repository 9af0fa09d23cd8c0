import { Button, Select, Skeleton } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { Unknown } from "@/components/Unknown";
import { seconds, size } from "@/lib/format";
import { useAddress } from "@/lib/address";
import classes from "./Sent.module.css";
import { hiddenIn, textOf } from "./sent";
import { sentQuery, type SentTexts } from "./queries";
import { useWhat } from "./useWhat";

const SentText = lazy(() => import("./SentText"));

/** What was sent to the models, call by call; fetched when it is asked for. */
export function Sent({ examination }: { examination: string }) {
  const { t } = useTranslation("panel");
  const [words] = useAddress();
  const [shown, setShown] = useState("call" in words);
  const query = useQuery({ ...sentQuery(examination), enabled: shown });
  return (
    <Sheet title={t("sent.title")}>
      {shown ? (
        <Answered query={query} height={420}>
          {(sent) => <Texts sent={sent} />}
        </Answered>
      ) : (
        <Button variant="default" size="compact-sm" onClick={() => setShown(true)}>
          {t("sent.show")}
        </Button>
      )}
    </Sheet>
  );
}

function Texts({ sent }: { sent: SentTexts }) {
  const { t } = useTranslation("panel");
  const [words, setWords] = useAddress();
  const nameOf = useRoleName();
  const what = useWhat();
  const index = Math.min(Math.max(0, Number(words["call"]) || 0), sent.calls.length);
  const call = sent.calls[index];
  const text = textOf(sent, call);
  const again = call?.again ? sent.shared_again : null;
  const about = call ?? again ?? sent.shared;
  const label = (one: SentTexts["calls"][number]) =>
    t("sent.one", {
      time: seconds(Math.round(one.at_s * 100) / 100),
      who: nameOf(one.specialist),
      what: what(one.what),
    });
  return (
    <div className={classes.sent}>
      <p className={classes.lead}>{sent.calls.length ? t("sent.lead") : t("sent.noneHint")}</p>
      {sent.calls.length > 0 && (
        <Select
          label={t("sent.call")}
          size="xs"
          className={classes.select ?? ""}
          allowDeselect={false}
          data={sent.calls.map((one, at) => ({ value: String(at), label: label(one) }))}
          value={String(index)}
          onChange={(value) => setWords({ call: value ?? "" }, true)}
        />
      )}
      <dl className={classes.facts}>
        <div>
          <dt>{t("sent.size")}</dt>
          <dd>{size(about.size_bytes)}</dd>
        </div>
        <div>
          <dt>{t("sent.digest")}</dt>
          <dd>
            <code>{about.sha256}</code>
            <small>{call && !call.proven ? t("sent.cut") : t("sent.proven")}</small>
          </dd>
        </div>
        <div>
          <dt>{t("sent.hidden")}</dt>
          <dd>
            <Hidden veiled={sent.veiled} count={hiddenIn(text).length} />
          </dd>
        </div>
      </dl>
      <Suspense fallback={<Skeleton height={380} radius="md" />}>
        <SentText text={text} label={t("sent.label")} />
      </Suspense>
      <p className={classes.lead}>{t("sent.form")}</p>
    </div>
  );
}

function Hidden({ veiled, count }: { veiled: boolean | null; count: number }) {
  const { t } = useTranslation("panel");
  if (veiled === null) return <Unknown why={t("sent.hiddenUnknown")} />;
  if (!veiled) return <>{t("sent.hiddenNone")}</>;
  return (
    <span className={classes.hidden}>
      <IconEyeOff size={14} aria-hidden /> {t("sent.hiddenCount", { count })}
    </span>
  );
}
