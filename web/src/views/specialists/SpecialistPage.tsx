import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { specialistsQuery, type Specialist } from "@/api/specialists";
import { useRoleName } from "@/components/answer/useRoleName";
import { CopyAs } from "@/components/CopyAs";
import { Page } from "@/components/Page";
import { Answered, ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { Problem } from "@/api/problem";
import { moment } from "@/lib/time";
import { usePreferences } from "@/state/preferences";
import { formOf, NEW } from "./definition";
import { Editor } from "./Editor";
import { NEW_PLACE } from "./queries";
import classes from "./Specialists.module.css";

const NOT_THERE = new Problem(404, "not known");

/** One specialist: what it is for; one's own can be changed and tried. */
export default function SpecialistPage() {
  const { t } = useTranslation("specialists");
  const { name = "" }: { name?: string } = useParams({ strict: false });
  const role = useRoleName();
  const query = useQuery(specialistsQuery(usePreferences((state) => state.language)));
  if (name === NEW_PLACE)
    return (
      <Page title={t("add")} subtitle={t("addHint")}>
        <Editor key={NEW_PLACE} start={NEW} kept={null} />
      </Page>
    );
  const one = query.data?.find((each) => each.name === name);
  return (
    <Page
      title={role(name)}
      subtitle={one && subtitle(one)}
      actions={one && <CopyAs markdown={() => one.mandate} json={() => one.definition ?? one} />}
    >
      <Answered query={query} height={400}>
        {() => (one ? <One specialist={one} /> : <ShowProblem error={NOT_THERE} />)}
      </Answered>
    </Page>
  );

  function subtitle(of: Specialist): string {
    return of.own ? t("changedBy", { by: of.by, time: moment(of.changed) }) : t("ofTheSix");
  }
}

function One({ specialist }: { specialist: Specialist }) {
  const { t } = useTranslation("specialists");
  const me = useMe();
  if (specialist.own && may(me, "change", "specialists"))
    return <Editor key={specialist.name} start={formOf(specialist.definition)} kept={specialist} />;
  return (
    <>
      <Sheet title={t("mandate")}>
        <p className={classes.mandate}>{specialist.mandate}</p>
      </Sheet>
      {specialist.definition && (
        <Sheet title={t("json")}>
          <pre className={classes.data} tabIndex={0}>
            {JSON.stringify(specialist.definition, null, 2)}
          </pre>
        </Sheet>
      )}
    </>
  );
}
