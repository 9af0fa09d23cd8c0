import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Told } from "./told";

const FIELDS = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** The finding before and the one after it in the same examination; by the keys [ and ] too. */
export function Neighbours({ told, examination }: { told: Told; examination: string }) {
  const { t } = useTranslation("findings");
  const navigate = useNavigate();
  const before = told.before?.id ?? null;
  const after = told.after?.id ?? null;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const to = event.key === "[" ? before : event.key === "]" ? after : null;
      const target = event.target as HTMLElement | null;
      if (to === null || FIELDS.has(target?.tagName ?? "") || target?.isContentEditable) return;
      event.preventDefault();
      void navigate({ to: placeOf(examination, to) });
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [before, after, examination, navigate]);
  const go = (to: string | null) => to !== null && void navigate({ to: placeOf(examination, to) });
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label={`${t("before")} [`} withArrow>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t("before")}
          aria-keyshortcuts="["
          data-disabled={before === null || undefined}
          aria-disabled={before === null}
          onClick={() => go(before)}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <small>{t("place", { place: told.place, of: told.of })}</small>
      <Tooltip label={`${t("after")} ]`} withArrow>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t("after")}
          aria-keyshortcuts="]"
          data-disabled={after === null || undefined}
          aria-disabled={after === null}
          onClick={() => go(after)}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

/** The address of a finding. */
export function placeOf(examination: string, finding: string): string {
  return `/examinations/${encodeURIComponent(examination)}/findings/${encodeURIComponent(finding)}`;
}
