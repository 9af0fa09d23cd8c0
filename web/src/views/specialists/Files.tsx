import { Button, FileButton, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { save } from "@/lib/save";
import { definitionOf, formOf, type SpecialistForm } from "./definition";

const LARGEST_BYTES = 64 * 1024;

interface FilesProps {
  form: SpecialistForm;
  onImport: (form: SpecialistForm) => void;
}

/** Take a definition from a file, or save it as one. */
export function Files({ form, onImport }: FilesProps) {
  const { t } = useTranslation("specialists");
  const take = async (file: File | null) => {
    if (!file) return;
    try {
      if (file.size > LARGEST_BYTES) throw new Error(t("tooLarge"));
      const told: unknown = JSON.parse(await file.text());
      onImport(formOf(told));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      notifications.show({ color: "red", title: t("noJson"), message });
    }
  };
  return (
    <Group gap={6}>
      <FileButton accept="application/json,.json" onChange={(file) => void take(file)}>
        {(props) => (
          <Button
            {...props}
            size="compact-sm"
            fz={13}
            variant="default"
            leftSection={<IconUpload size={14} />}
          >
            {t("import")}
          </Button>
        )}
      </FileButton>
      <Button
        size="compact-sm"
        fz={13}
        variant="default"
        leftSection={<IconDownload size={14} />}
        onClick={() =>
          save(
            `${form.name || "specialist"}.json`,
            "application/json",
            JSON.stringify(definitionOf(form), null, 2),
          )
        }
      >
        {t("export")}
      </Button>
    </Group>
  );
}
