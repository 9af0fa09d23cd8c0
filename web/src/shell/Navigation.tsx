import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { ENTRIES, type Entry, type Named } from "@/views/register";
import classes from "./Shell.module.css";

const GROUPS: readonly Entry["group"][] = ["see", "look", "work", "settings"];

/** Where one can go: what the caller may see, by groups. */
export function Navigation() {
  const { t } = useTranslation("shell");
  const me = useMe();
  return GROUPS.map((group) => {
    const entries = ENTRIES.filter(
      (entry) =>
        entry.group === group && !entry.hidden && (!entry.needs || may(me, ...entry.needs)),
    );
    if (!entries.length) return null;
    return (
      <div key={group}>
        <p className={classes.heading}>{t(`group.${group}`)}</p>
        {entries.map((entry) => (
          <NavigationEntry key={entry.to} entry={entry} />
        ))}
      </div>
    );
  });
}

function NavigationEntry({ entry }: { entry: Named }) {
  const { namespace, word, to, icon: Shape } = entry;
  const { t } = useTranslation(namespace);
  return (
    <Link
      to={to}
      className={classes.entry ?? ""}
      activeOptions={{ exact: to === "/" }}
      activeProps={{ "data-active": "true" }}
    >
      <Shape size={18} stroke={1.7} aria-hidden />
      {t(word)}
    </Link>
  );
}
