import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Link } from "@/components/Link";

/** No view has this address. */
export function NotFound() {
  const { t } = useTranslation("shell");
  return (
    <Empty
      icon={IconMapOff}
      title={t("notFound.title")}
      hint={<Link to="/">{t("notFound.home")}</Link>}
    />
  );
}
