import { useTranslation } from "react-i18next";

/** Give what writes a specialist's name: the six have words, one's own their own. */
export function useRoleName(): (name: string) => string {
  const { t, i18n } = useTranslation("shared");
  return (name) =>
    i18n.exists(`shared:specialist.${name}`)
      ? t(`specialist.${name}` as "specialist.coordinator")
      : name.replaceAll("_", " ");
}
