import { Group, Radio, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";
import { usePreferences } from "@/state/preferences";

const SCHEMES: readonly MantineColorScheme[] = ["auto", "light", "dark"];

/** How the page looks and which language it speaks; this browser remembers it. */
export function Preferences() {
  const { t } = useTranslation("settings");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { language, setLanguage } = usePreferences();
  return (
    <Sheet title={t("preferences.title")} aside={t("preferences.where")}>
      <Group gap="xl" align="flex-start">
        <Radio.Group
          label={t("preferences.theme")}
          value={colorScheme}
          onChange={(value) => setColorScheme(value)}
        >
          <Group gap="md" mt={6}>
            {SCHEMES.map((one) => (
              <Radio key={one} value={one} label={t(`preferences.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Radio.Group
          label={t("preferences.language")}
          value={language}
          onChange={(value) => setLanguage(value)}
        >
          <Group gap="md" mt={6}>
            <Radio value="en" label={<span lang="en">English</span>} />
            <Radio value="pt" label={<span lang="pt">Português</span>} />
          </Group>
        </Radio.Group>
      </Group>
    </Sheet>
  );
}
