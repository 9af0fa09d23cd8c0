import { Kbd, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ENTRIES } from "@/views/register";
import classes from "./Shell.module.css";

/** Which keys there are. */
export default function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
