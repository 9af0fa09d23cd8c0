import { Button, FileButton, Progress } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api/problem";
import { Link } from "@/components/Link";
import { ShowProblem } from "@/components/Problems";
import { Sheet } from "@/components/Sheet";
import { percent, size } from "@/lib/format";
import { usePreferences } from "@/state/preferences";
import { MOST_BYTES, sendBundle } from "./send";
import classes from "./Snapshots.module.css";

/** A place to drop a bundle, or a button to choose one; then how far it is, and where it went. */
export function UploadBundle() {
  const { t } = useTranslation("hosts");
  const client = useQueryClient();
  const language = usePreferences((state) => state.language);
  const [over, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const send = useMutation({
    mutationFn: (file: File) => {
      setShare(0);
      if (file.size > MOST_BYTES)
        throw new Problem(413, t("snapshots.tooLarge", { most: size(MOST_BYTES) }), file.name);
      return sendBundle(file, language, setShare);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["snapshots"] }),
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !send.isPending) send.mutate(file);
  };
  return (
    <Sheet title={t("snapshots.send")}>
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span>{t("snapshots.drop", { most: size(MOST_BYTES) })}</span>
        <FileButton onChange={(file) => file && send.mutate(file)} accept=".hxb">
          {(button) => (
            <Button
              {...button}
              size="compact-md"
              leftSection={<IconUpload size={16} aria-hidden />}
              loading={send.isPending}
            >
              {t("snapshots.choose")}
            </Button>
          )}
        </FileButton>
      </div>
      <div aria-live="polite" className={classes.told}>
        {send.isPending && (
          <>
            <Progress value={share * 100} aria-label={t("snapshots.sending")} />
            {share < 1 ? t("snapshots.sent", { share: percent(share) }) : t("snapshots.checked")}
          </>
        )}
        {send.data && (
          <span>
            {t("snapshots.taken")}{" "}
            <Link to={`/examinations/${encodeURIComponent(send.data.id)}`}>
              {t("snapshots.toExamination")}
            </Link>{" "}
            · <Link to={`/jobs/${encodeURIComponent(send.data.id)}`}>{t("snapshots.toJob")}</Link>
          </span>
        )}
        {send.error && <ShowProblem error={send.error} />}
      </div>
    </Sheet>
  );
}
