import { Alert, Button } from "@mantine/core";
import { IconShieldCheck, IconShieldX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";
import { number } from "@/lib/format";
import { Refused } from "../parts/Refused";
import { verificationQuery, type Verification } from "./queries";

/** Whether the log holds: nobody has changed, taken or slipped in a record. */
export function Verify() {
  const { t } = useTranslation("settings");
  const query = useQuery(verificationQuery);
  return (
    <Sheet
      title={t("verify.title")}
      aside={
        <Button
          size="compact-sm"
          variant="default"
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {query.data ? t("verify.again") : t("verify.now")}
        </Button>
      }
    >
      <div aria-live="polite">
        {query.error && <Refused error={query.error} />}
        {!query.error && query.data && <Said found={query.data} />}
        {!query.error && !query.data && <span>{t("verify.about")}</span>}
      </div>
    </Sheet>
  );
}

function Said({ found }: { found: Verification }) {
  const { t } = useTranslation("settings");
  if (!found.holds)
    return (
      <Alert color="red" variant="light" icon={<IconShieldX />} title={t("verify.broken")}>
        {found.wrong !== null
          ? t("verify.brokenAt", { seq: found.wrong, why: found.why })
          : found.why}
      </Alert>
    );
  return (
    <Alert color="green" variant="light" icon={<IconShieldCheck />} title={t("verify.holds")}>
      {t("verify.holdsHow", {
        records: number(found.records),
        heads: number(found.heads),
        after: number(found.after_head),
      })}
    </Alert>
  );
}
