import { Kbd, Modal } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ENTRIES } from "@/views/register";
import classes from "./Shell.module.css";

/** How long the second key may come after `g`. */
const PATIENCE_MS = 1_500;

/** `g` and then a letter goes to a page. */
export function useGoKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let armed = 0;
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
      const to = ENTRIES.find((entry) => entry.key === event.key)?.to;
      if (to !== undefined && event.timeStamp - armed < PATIENCE_MS) void navigate({ to });
      armed = event.key === "g" ? event.timeStamp : -PATIENCE_MS;
    };
    armed = -PATIENCE_MS;
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [navigate]);
}

function writes(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

/** Which keys there are. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("shell");
  const keys: [string, string][] = [
    ["Ctrl K", t("palette.open")],
    ["?", t("keys.title")],
    ...ENTRIES.flatMap((one): [string, string][] =>
      one.key ? [[`g ${one.key}`, t(`${one.namespace}:${one.word}`)]] : [],
    ),
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("shared:action.close") }}
    >
      <table className={classes.keys}>
        <tbody>
          {keys.map(([key, meaning]) => (
            <tr key={key}>
              <td>
                {key.split(" ").map((one) => (
                  <Kbd key={one} mr={4}>
                    {one}
                  </Kbd>
                ))}
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
