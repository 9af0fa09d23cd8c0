import { AppShell, Burger, Group } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Brand } from "./Brand";
import { LiveMark } from "./LiveMark";
import { Navigation } from "./Navigation";
import { SearchButton } from "./SearchButton";
import { useGoKeys } from "./go_keys";
import classes from "./Shell.module.css";

// what nobody needs to see the first page comes after it
const Palette = lazy(() => import("./Palette"));
const Shortcuts = lazy(() => import("./Shortcuts"));
const Account = lazy(() => import("./Account"));
const Messages = lazy(() => import("./Messages"));

/** What surrounds every page: where one is, where one can go, and whether the server is there. */
export function Shell() {
  const { t } = useTranslation("shell");
  const [open, { toggle, close }] = useDisclosure(false);
  const [keys, shown] = useDisclosure(false);
  const [asked, ask] = useState(0);
  const openPalette = () => ask((times) => times + 1);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useHotkeys([
    ["mod+K", openPalette],
    ["/", openPalette],
    ["shift+?", shown.open],
  ]);
  useGoKeys();
  useEffect(() => {
    close();
    // who uses a keyboard or a screen reader starts at the new page, not at the link behind it
    main.current?.focus({ preventScroll: true });
  }, [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: "md", collapsed: { mobile: !open } }}
      padding="md"
    >
      <a href="#main" className={classes.skip}>
        {t("skip")}
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="sm" wrap="nowrap">
          <Burger opened={open} onClick={toggle} hiddenFrom="md" size="sm" aria-label={t("menu")} />
          <Brand />
        </Group>
        <Group gap="xs" wrap="nowrap">
          <LiveMark />
          <SearchButton onClick={openPalette} />
          <Suspense fallback={<span className={classes.account} />}>
            <Account onKeys={shown.open} />
          </Suspense>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={t("navigation")}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </AppShell.Main>
      <Suspense>
        <Messages />
        {asked > 0 && <Palette asked={asked} />}
        {keys && <Shortcuts opened={keys} onClose={shown.close} />}
      </Suspense>
    </AppShell>
  );
}
