import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { modelsNamedQuery } from "@/api/panel";
import { may, useMe } from "@/api/queries";
import { Link } from "@/components/Link";
import classes from "./Ask.module.css";

/** Say who answers: rules where no model is configured. */
export function ByRules() {
  const { t } = useTranslation("conversations");
  const me = useMe();
  const query = useQuery({ ...modelsNamedQuery, enabled: may(me, "read", "settings") });
  if (query.data === undefined) return null;
  return (
    <p className={classes.soft}>
      {query.data ? t("byModels") : t("byRules")}{" "}
      {!query.data && may(me, "change", "settings") && (
        <Link to="/settings" underline="always">
          {t("setModel")}
        </Link>
      )}
    </p>
  );
}
