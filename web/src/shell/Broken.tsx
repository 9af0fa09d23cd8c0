import { Button } from "@mantine/core";
import { IconBug } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { ShowProblem } from "@/components/Problems";
import { Problem } from "@/api/problem";

/** A page failed while it was drawn; the rest goes on. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation("shell");
  if (error instanceof Problem) return <ShowProblem error={error} again={reset} />;
  return (
    <Empty
      icon={IconBug}
      title={t("broken.title")}
      hint={
        <>
          <p>{error instanceof Error ? error.message : String(error)}</p>
          <Button variant="default" onClick={() => window.location.reload()}>
            {t("broken.reload")}
          </Button>
        </>
      }
    />
  );
}
