import { Button } from "@mantine/core";
import { IconPlayerPlayFilled } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { Page } from "@/components/Page";
import { ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { endedInVain } from "../following";
import { examineNow, hereQuery, newestQuery, underWayQuery } from "../queries";
import { useExamining } from "../useExamining";
import { MoreHosts, ModelKey } from "./Next";
import { Result } from "./Result";
import { Six } from "./Six";
import { Steps } from "./Steps";
import classes from "./Welcome.module.css";

/** The first run: this machine is examined before one's eyes, and then it is said what comes next. */
export default function WelcomePage() {
  const { t } = useTranslation("examinations");
  const me = useMe();
  const { examination, begin, problem, mayBegin } = useFirst();
  const followed = useExamining(examination);
  const vain = endedInVain(followed);
  return (
    <Page title={t("first.heading")} subtitle={t("first.subtitle")}>
      {me && !mayBegin && !examination && <p className={classes.denied}>{t("first.denied")}</p>}
      {problem !== null && <ShowProblem error={problem} again={begin} />}
      {vain && (
        <ShowProblem error={new Error(followed.reason || t("first.failed"))} again={begin} />
      )}
      <div className={classes.both}>
        <Sheet
          title={t("first.machine")}
          aside={
            mayBegin && (followed.kept || vain || (!examination && problem === null)) ? (
              <Button
                size="compact-sm"
                variant={followed.kept ? "default" : "filled"}
                leftSection={<IconPlayerPlayFilled size={12} />}
                onClick={begin}
              >
                {followed.kept ? t("first.again") : t("first.examine")}
              </Button>
            ) : undefined
          }
        >
          <Steps followed={followed} />
        </Sheet>
        <Sheet title={t("first.specialists")} aside={t("first.specialistsHint")}>
          <Six followed={followed} examination={examination} />
        </Sheet>
      </div>
      {followed.kept && <Result examination={examination} />}
      <div className={classes.both}>
        <ModelKey />
        <MoreHosts />
      </div>
    </Page>
  );
}

/**
 * Find what to follow: what the address names, what is under way, what is kept; else begin one.
 * Its id goes to the address, so that a reload in the middle goes on with the same.
 */
function useFirst() {
  const me = useMe();
  const language = usePreferences((state) => state.language);
  const [address, setAddress] = useAddress();
  const named = address["examination"] ?? "";
  const here = useQuery({ ...hereQuery, enabled: !named });
  const newest = useQuery({
    ...newestQuery(here.data ?? "", language),
    enabled: !named && !here.isPending,
  });
  const underWay = useQuery({
    ...underWayQuery,
    enabled: !named && may(me, "read", "jobs"),
    retry: false,
  });
  const follow = (id: string) => setAddress({ examination: id }, true);
  const begun = useMutation({ mutationFn: () => examineNow(""), onSuccess: follow });
  const mayBegin = may(me, "run", "examinations");
  const found = underWay.data?.id ?? newest.data?.id ?? "";
  const asked = !newest.isPending && (underWay.isFetched || !may(me, "read", "jobs"));
  const begin = begun.mutate;
  const once = useRef(false);
  useEffect(() => {
    if (named || !me || !asked) return;
    if (found) follow(found);
    else if (mayBegin && !once.current) {
      once.current = true; // React may run an effect twice; one examination is enough
      begin();
    }
  });
  return {
    examination: named,
    begin: () => begin(),
    problem: begun.error ?? (named ? null : newest.error),
    mayBegin,
  };
}
