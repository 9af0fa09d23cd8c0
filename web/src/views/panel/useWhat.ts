import { useTranslation } from "react-i18next";

/** Give what names what a call was for, by the first field of its answer's form. */
export function useWhat(): (what: string) => string {
  const { t, i18n } = useTranslation("panel");
  return (what) =>
    what && i18n.exists(`panel:what.${what}`)
      ? t(`what.${what}` as "what.other")
      : what.replaceAll("_", " ") || t("what.other");
}
