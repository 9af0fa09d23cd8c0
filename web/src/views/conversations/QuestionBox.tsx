import { Button, Group, Select, Textarea } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type KeyboardEvent, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { may, useMe } from "@/api/queries";
import { askable, specialistsQuery } from "@/api/specialists";
import { useRoleName } from "@/components/answer/useRoleName";
import { usePreferences } from "@/state/preferences";
import { LONGEST_QUESTION } from "./queries";

interface QuestionBoxProps {
  busy: boolean;
  onAsk: (question: string, to: string) => void;
}

/** Where a question is written: to whom it concerns, or to one specialist. */
export function QuestionBox({ busy, onAsk }: QuestionBoxProps) {
  const { t } = useTranslation("conversations");
  const me = useMe();
  const name = useRoleName();
  const language = usePreferences((state) => state.language);
  const mayList = may(me, "read", "specialists");
  const specialists = useQuery({ ...specialistsQuery(language), enabled: mayList });
  const [question, setQuestion] = useState("");
  const [to, setTo] = useState("");
  if (me && !may(me, "run", "conversations")) return <p>{t("mayNot")}</p>;
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy || !question.trim()) return;
    onAsk(question.trim(), to);
    setQuestion("");
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  };
  const options = askable(specialists.data ?? []).map((one) => ({
    value: one.name,
    label: name(one.name),
  }));
  return (
    <form onSubmit={send}>
      <Textarea
        label={t("yourQuestion")}
        placeholder={t("placeholder")}
        description={t("keys")}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        onKeyDown={pressed}
        maxLength={LONGEST_QUESTION}
        autosize
        minRows={2}
        maxRows={8}
      />
      <Group justify="space-between" mt="xs">
        <Select
          aria-label={t("to")}
          size="sm"
          w={230}
          data={[{ value: "", label: t("panel") }, ...options]}
          value={to}
          onChange={(one) => setTo(one ?? "")}
          allowDeselect={false}
        />
        <Button
          type="submit"
          loading={busy}
          disabled={!question.trim()}
          leftSection={<IconSend2 size={16} />}
        >
          {t("ask")}
        </Button>
      </Group>
    </form>
  );
}
