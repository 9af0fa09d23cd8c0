import { Button, PasswordInput, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, data, keepCsrf } from "@/api/client";
import { Sheet } from "@/components/Sheet";
import { told } from "../logic/fields";
import { Refused } from "../parts/Refused";
import { useSend } from "../parts/send";

const EMPTY = { old: "", new: "", again: "" };

/** Another password: this session stays, all others end. */
export function Password({ name }: { name: string }) {
  const { t } = useTranslation("settings");
  const [given, setGiven] = useState(EMPTY);
  const sent = useSend({
    send: (body: { old: string; new: string }) => data(api.POST("/api/v1/me/password", { body })),
    touches: [["own_sessions"]],
    done: (logged) => {
      keepCsrf(logged.csrf);
      setGiven(EMPTY);
      notifications.show({ message: t("password.done"), color: "green" });
    },
  });
  const said = told(sent.error, ["old", "new"], "old");
  const differs = given.again !== "" && given.again !== given.new;
  const set = (part: Partial<typeof EMPTY>) => setGiven((before) => ({ ...before, ...part }));
  return (
    <Sheet title={t("password.title")} aside={t("password.aside")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (given.new === given.again) sent.send({ old: given.old, new: given.new });
        }}
      >
        <Stack gap="sm" maw={420}>
          {/* password stores want to know whose it is */}
          <input hidden readOnly type="text" autoComplete="username" value={name} />
          <PasswordInput
            label={t("password.old")}
            name="old"
            autoComplete="current-password"
            required
            value={given.old}
            onChange={(event) => set({ old: event.currentTarget.value })}
            error={said.of["old"]}
          />
          <PasswordInput
            label={t("password.new")}
            description={t("password.newHint")}
            name="new"
            autoComplete="new-password"
            required
            value={given.new}
            onChange={(event) => set({ new: event.currentTarget.value })}
            error={said.of["new"]}
          />
          <PasswordInput
            label={t("password.again")}
            name="again"
            autoComplete="new-password"
            required
            value={given.again}
            onChange={(event) => set({ again: event.currentTarget.value })}
            error={differs && t("password.differs")}
          />
          <Refused error={sent.error} rest={said.rest} />
          <div>
            <Button
              type="submit"
              loading={sent.busy}
              disabled={!given.old || !given.new || given.new !== given.again}
            >
              {t("password.set")}
            </Button>
          </div>
        </Stack>
      </form>
    </Sheet>
  );
}
