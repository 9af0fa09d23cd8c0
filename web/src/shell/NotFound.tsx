import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Link } from "@/components/Link";
import { Page } from "@/components/Page";

/** No view has this address. */
export function NotFound() {
  const { t } = useTranslation("shell");
  return (
    <Page title={t("notFound.title")}>
      <Empty
        icon={IconMapOff}
        title={t("notFound.where")}
        hint={<Link to="/">{t("notFound.home")}</Link>}
      />
    </Page>
  );
}
