import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useMe } from "@/api/queries";
import { usePreferences } from "@/state/preferences";

async function logOut(): Promise<void> {
  await api.POST("/api/v1/logout");
  window.location.assign("/login");
}

/** Who is logged in, and what he prefers. */
export default function Account({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation("shell");
  const me = useMe();
  const { setColorScheme } = useMantineColorScheme();
  const setLanguage = usePreferences((state) => state.setLanguage);
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" color="gray" aria-label={t("account.open")}>
          <IconUserCircle stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {me && <Menu.Label>{t("account.who", { name: me.name, tenant: me.tenant })}</Menu.Label>}
        <Menu.Item leftSection={<IconSun size={16} />} onClick={() => setColorScheme("light")}>
          {t("theme.light")}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setColorScheme("dark")}>
          {t("theme.dark")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceDesktop size={16} />}
          onClick={() => setColorScheme("auto")}
        >
          {t("theme.auto")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLanguage size={16} />}
          lang="en"
          onClick={() => setLanguage("en")}
        >
          English
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLanguage size={16} />}
          lang="pt"
          onClick={() => setLanguage("pt")}
        >
          Português
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeys}>
          {t("keys.title")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void logOut()}>
          {t("account.logOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
