import { IconStethoscope } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTopic } from "@/api/live/live";
import { Empty } from "@/components/Empty";
import { ButtonLink } from "@/components/Link";
import { Answered } from "@/components/Problems";
import { usePreferences } from "@/state/preferences";
import { Diagnosis } from "./Diagnosis";
import { newestQuery } from "./queries";

const A_PAGE_PX = 720;

/** The newest examination of one host. */
export default function HostPage() {
  const { t } = useTranslation("examinations");
  const { host = "" }: { host?: string } = useParams({ strict: false });
  const language = usePreferences((state) => state.language);
  const newest = useQuery(newestQuery(host, language));
  const client = useQueryClient();
  useTopic("examinations", {
    event: () => void client.invalidateQueries({ queryKey: ["examinations"] }),
  });
  return (
    <Answered query={newest} height={A_PAGE_PX}>
      {(kept) =>
        kept ? (
          <Diagnosis examination={kept.id} />
        ) : (
          <Empty
            icon={IconStethoscope}
            title={t("kept.none")}
            hint={<ButtonLink to="/welcome">{t("first.title")}</ButtonLink>}
          />
        )
      }
    </Answered>
  );
}
