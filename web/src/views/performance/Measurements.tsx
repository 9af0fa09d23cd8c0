import { IconUsersGroup } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useRoleName } from "@/components/answer/useRoleName";
import { Empty } from "@/components/Empty";
import { ButtonLink } from "@/components/Link";
import { Sheet } from "@/components/Sheet";
import { Unknown } from "@/components/Unknown";
import { dollars, number, percent, seconds } from "@/lib/format";
import type { Measured, Spread } from "./measured";
import classes from "./Performance.module.css";

const HEADS = [
  "panelCount",
  "calls",
  "available",
  "time",
  "firstToken",
  "tokens",
  "cached",
  "cost",
  "struck",
  "dissent",
] as const;

/** A row for each specialist and model. */
export function Measurements({ measured }: { measured: readonly Measured[] }) {
  const { t } = useTranslation("performance");
  if (!measured.length)
    return (
      <Sheet>
        <Empty
          icon={IconUsersGroup}
          title={t("none")}
          hint={
            <>
              <p>{t("noneHint")}</p>
              <ButtonLink to="/settings/models" size="compact-sm" variant="default">
                {t("choose")}
              </ButtonLink>
            </>
          }
        />
      </Sheet>
    );
  return (
    <Sheet title={t("bySpecialist")} flush>
      <div className={classes.wide} tabIndex={0} role="group" aria-label={t("bySpecialist")}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("specialist")}</th>
              {HEADS.map((one) => (
                <th key={one} scope="col" data-numeric>
                  {t(`heads.${one}`)}
                </th>
              ))}
              <th scope="col">{t("absences")}</th>
            </tr>
          </thead>
          <tbody>
            {measured.map((one) => (
              <Row key={`${one.specialist} ${one.model}`} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function Row({ one }: { one: Measured }) {
  const { t } = useTranslation("performance");
  const nameOf = useRoleName();
  const asked = one.calls > 0;
  return (
    <tr>
      <th scope="row">
        {nameOf(one.specialist)}
        {one.own && <small> {t("own")}</small>}
        <small className={classes.model}>{one.model || t("noModel")}</small>
      </th>
      <td data-numeric>{number(one.panels)}</td>
      <td data-numeric>{number(one.calls)}</td>
      <td data-numeric>
        {one.availability === null ? <Unknown why={t("notAsked")} /> : percent(one.availability)}
      </td>
      <td data-numeric>
        <SpreadShown of={one.time} why={asked ? t("noAnswer") : t("notAsked")} />
      </td>
      <td data-numeric>
        <SpreadShown of={one.firstToken} why={asked ? t("noToken") : t("notAsked")} />
      </td>
      <td data-numeric>
        {asked ? (
          `${number(one.inputTokens)} / ${number(one.outputTokens)}`
        ) : (
          <Unknown why={t("notAsked")} />
        )}
      </td>
      <td data-numeric>
        {one.fromCache === null ? (
          <Unknown why={t("notAsked")} />
        ) : (
          <>
            {percent(one.fromCache)}
            <small>
              {one.cachedTokens !== null && t("ofTokens", { share: percent(one.cachedTokens) })}
            </small>
          </>
        )}
      </td>
      <td data-numeric>
        {one.dollars === null ? (
          <Unknown why={asked ? t("noPrice") : t("notAsked")} />
        ) : (
          dollars(one.dollars)
        )}
      </td>
      <td data-numeric>{number(one.struck)}</td>
      <td data-numeric>{number(one.dissent)}</td>
      <td className={classes.absences}>
        {one.absences.length ? (
          <ul>
            {one.absences.map(({ reason, count }) => (
              <li key={reason}>{`${count}× ${reason}`}</li>
            ))}
          </ul>
        ) : (
          t("never")
        )}
      </td>
    </tr>
  );
}

function SpreadShown({ of, why }: { of: Spread | null; why: string }) {
  if (!of) return <Unknown why={why} />;
  return (
    <>
      {seconds(of.median)}
      <small>{`${seconds(of.least)} – ${seconds(of.most)}`}</small>
    </>
  );
}
