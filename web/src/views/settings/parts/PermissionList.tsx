import { useTranslation } from "react-i18next";
import { inWords } from "../logic/permissions";
import classes from "./Rows.module.css";

/** Some permissions in words; as the server writes them in the title. */
export function PermissionList({ those, most = 8 }: { those: readonly string[]; most?: number }) {
  const { t } = useTranslation("settings");
  const shown = those.slice(0, most).map((one) => inWords(one, t));
  const more = those.length - shown.length;
  return (
    <span title={those.join("\n")}>
      {shown.join(", ")}
      {more > 0 && <span className={classes.soft}> {t("permission.more", { count: more })}</span>}
    </span>
  );
}
