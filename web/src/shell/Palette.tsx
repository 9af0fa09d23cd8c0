import { Spotlight, spotlight, type SpotlightActionData } from "@mantine/spotlight";
import "@mantine/spotlight/styles.layer.css";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { ENTRIES, VIEWS } from "@/views/register";

const MOST_SHOWN = 12;

/**
 * Everywhere one can go and everything one can do, found by typing. It is loaded when it is first
 * asked for, and opens each time that `asked` rises.
 */
export default function Palette({ asked }: { asked: number }) {
  const { t } = useTranslation("shell");
  const actions = useActions();
  useEffect(() => spotlight.open(), [asked]);
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      limit={MOST_SHOWN}
      highlightQuery
      scrollable
      nothingFound={t("palette.nothing")}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
      }}
    />
  );
}

function useActions(): SpotlightActionData[] {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const me = useMe();
  const go = (to: string) => void navigate({ to });
  const places = ENTRIES.filter((one) => !one.needs || may(me, ...one.needs)).map((one) => ({
    id: `${one.namespace}:${one.to}`,
    label: t(`${one.namespace}:${one.word}`),
    description: one.to,
    leftSection: <one.icon size={20} stroke={1.6} aria-hidden />,
    onClick: () => go(one.to),
  }));
  const commands = VIEWS.flatMap((view) =>
    (view.commands ?? [])
      .filter((one) => !one.needs || may(me, ...one.needs))
      .map((one) => ({
        id: `${view.name}:${one.word}`,
        label: t(`${view.name}:${one.word}`),
        leftSection: <one.icon size={20} stroke={1.6} aria-hidden />,
        onClick: () => void one.run(go, me),
      })),
  );
  return [...commands, ...places];
}
