import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { csv, save } from "@/lib/save";

interface ExportProps {
  /** The file's name without its ending. */
  name: string;
  columns: readonly string[];
  rows: () => readonly (readonly unknown[])[];
  /** What JSON shall hold where rows would lose something. */
  json?: () => unknown;
}

/** Save what is seen as CSV or JSON. */
export function Export({ name, columns, rows, json }: ExportProps) {
  const { t } = useTranslation("components");
  const objects = () =>
    rows().map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="compact-md"
          fz={14}
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t("export.export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save(`${name}.csv`, "text/csv", csv(columns, rows()))}>
          CSV
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            save(`${name}.json`, "application/json", JSON.stringify((json ?? objects)(), null, 2))
          }
        >
          JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
