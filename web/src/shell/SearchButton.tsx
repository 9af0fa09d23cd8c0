import { Kbd } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Shell.module.css";

/** Opens the command palette. */
export function SearchButton({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <button
      type="button"
      className={classes.search}
      onClick={onClick}
      aria-label={t("palette.open")}
    >
      <IconSearch size={15} aria-hidden />
      <Kbd size="xs" visibleFrom="sm">
        Ctrl K
      </Kbd>
    </button>
  );
}
