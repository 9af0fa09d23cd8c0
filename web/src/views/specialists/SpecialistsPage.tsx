import { Alert } from "@mantine/core";
import { IconPlus, IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { specialistsQuery, type Specialist } from "@/api/specialists";
import { useRoleName } from "@/components/answer/useRoleName";
import { CopyAs } from "@/components/CopyAs";
import { Empty } from "@/components/Empty";
import { ButtonLink, Link } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { usePreferences } from "@/state/preferences";
import { MOST_HEARD, NEW_PLACE } from "./queries";
import classes from "./Specialists.module.css";

/** The panel: the six that are always there, and one's own. */
export default function SpecialistsPage() {
  const { t } = useTranslation("specialists");
  const me = useMe();
  const name = useRoleName();
  const query = useQuery(specialistsQuery(usePreferences((state) => state.language)));
  const add = may(me, "create", "specialists") && (
    <ButtonLink
      to={`/specialists/${NEW_PLACE}`}
      size="compact-md"
      fz={14}
      leftSection={<IconPlus size={16} />}
    >
      {t("add")}
    </ButtonLink>
  );
  const markdown = (all: readonly Specialist[]) =>
    all.map((one) => `- **${name(one.name)}**: ${one.mandate.replace(/\s+/g, " ")}`).join("\n");
  return (
    <Page
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <>
          {add}
          {query.data && <CopyAs markdown={() => markdown(query.data)} json={() => query.data} />}
        </>
      }
    >
      <Answered query={query} height={400}>
        {(all) => (
          <>
            <Sheet title={t("own")} aside={t("ownHint", { most: MOST_HEARD })}>
              <Cards of={all.filter((one) => one.own)} />
              {!all.some((one) => one.own) && (
                <Empty icon={IconUserPlus} title={t("noOwn")} hint={add || t("noOwnHint")} />
              )}
            </Sheet>
            <Sheet title={t("six")} aside={t("sixHint")}>
              <Cards of={all.filter((one) => !one.own)} />
            </Sheet>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Cards({ of }: { of: readonly Specialist[] }) {
  const { t } = useTranslation("specialists");
  const name = useRoleName();
  return (
    <ul className={classes.cards}>
      {of.map((one) => (
        <li key={one.name}>
          <h3>
            <Link to={`/specialists/${one.name}`}>{name(one.name)}</Link>
          </h3>
          <p>{one.mandate}</p>
          {one.unfit && (
            <Alert color="red" p="xs" title={t("unfit")}>
              {one.unfit}
            </Alert>
          )}
        </li>
      ))}
    </ul>
  );
}
