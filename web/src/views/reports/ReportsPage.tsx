import { Select } from "@mantine/core";
import { IconFileText } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { newestExaminationsQuery, type KeptExamination } from "@/api/examinations";
import { allHostsQuery } from "@/api/hosts";
import { Empty } from "@/components/Empty";
import { ExaminationSelect } from "@/components/examination/ExaminationSelect";
import { ButtonLink } from "@/components/Link";
import { Page } from "@/components/Page";
import { Answered } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { usePreferences } from "@/state/preferences";
import { Formats } from "./Formats";
import { Preview } from "./Preview";
import classes from "./Reports.module.css";
import { LANGUAGES } from "./reports";

/** Every kept examination in every format: previewed, saved, or fetched by a command. */
export default function ReportsPage() {
  const { t } = useTranslation("reports");
  const own = usePreferences((state) => state.language);
  const [words, change] = useAddress();
  const hosts = useQuery(allHostsQuery);
  const host = words["host"] ?? "";
  const language = LANGUAGES.find((one) => one === words["lang"]) ?? own;
  const query = useQuery(newestExaminationsQuery(own, host));
  const chosen = useMemo(() => chosenOf(query.data, words["examination"]), [query.data, words]);
  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      <Sheet>
        <div className={classes.choice}>
          <Select
            label={t("host")}
            placeholder={t("anyHost")}
            data={(hosts.data ?? []).map((one) => ({ value: one.id, label: one.name || one.id }))}
            value={host || null}
            onChange={(one) => change({ host: one ?? "", examination: "" }, true)}
            searchable
            limit={50}
            clearable
          />
          <ExaminationSelect
            label={t("examination")}
            host={host}
            value={chosen?.id ?? ""}
            onChange={(examination) => change({ examination }, true)}
          />
          <Select
            label={t("language")}
            data={LANGUAGES.map((one) => ({ value: one, label: t(`languages.${one}`) }))}
            value={language}
            onChange={(one) => change({ lang: one ?? "" }, true)}
            allowDeselect={false}
          />
        </div>
      </Sheet>
      <Answered query={query} height={400}>
        {() =>
          chosen ? (
            <div className={classes.columns}>
              <Formats examination={chosen} language={language} />
              <Preview examination={chosen} language={language} />
            </div>
          ) : (
            <Sheet>
              <Empty
                icon={IconFileText}
                title={t("none")}
                hint={<ButtonLink to="/hosts">{t("noneHint")}</ButtonLink>}
              />
            </Sheet>
          )
        }
      </Answered>
    </Page>
  );
}

/** Give the examination that the address names, else the newest. */
function chosenOf(
  all: readonly KeptExamination[] | undefined,
  named: string | undefined,
): KeptExamination | undefined {
  return all?.find((one) => one.id === named) ?? all?.[0];
}
