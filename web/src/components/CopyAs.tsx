import { Button, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface CopyAsProps {
  /** What is seen, as Markdown. */
  markdown: () => string;
  /** The same as data; written as JSON. */
  json: () => unknown;
}

/** Copy what is seen, as Markdown for a ticket or as JSON for a program. */
export function CopyAs({ markdown, json }: CopyAsProps) {
  const { t } = useTranslation("components");
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="compact-md"
          fz={14}
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        >
          {clipboard.copied ? t("copy.done") : t("copy.copy")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => clipboard.copy(markdown())}>{t("copy.markdown")}</Menu.Item>
        <Menu.Item onClick={() => clipboard.copy(JSON.stringify(json(), null, 2))}>
          {t("copy.json")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
