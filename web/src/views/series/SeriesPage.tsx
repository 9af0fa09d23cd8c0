import { Anchor, Group, SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { useAddress } from "@/lib/address";
import { Asking } from "./Asking";
import { Lines } from "./Lines";
import { Names } from "./Names";
import { asksOf, exportAddress } from "./question";
import classes from "./Series.module.css";
import { Top } from "./Top";

/** Every series of every host: found by name, asked over any range, alone or together. */
export default function SeriesPage() {
  const { t } = useTranslation("series");
  const [words, setWords] = useAddress();
  const shown = words["show"] ?? "together";
  const ask = asksOf(words)[0];
  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      <div className={classes.halves}>
        <Sheet title={t("names")} aside={t("namesText")} flush>
          <Names words={words} onChange={setWords} />
        </Sheet>
        <div className={classes.right}>
          <Sheet>
            <Asking words={words} onChange={setWords} />
          </Sheet>
          <Group justify="space-between" gap="xs">
            <SegmentedControl
              size="xs"
              aria-label={t("show.label")}
              value={shown}
              onChange={(show) => setWords({ show: show === "together" ? "" : show })}
              data={[
                { value: "together", label: t("show.together") },
                { value: "each", label: t("show.each") },
                { value: "top", label: t("show.top") },
              ]}
            />
            {ask && shown !== "top" && (
              <Group gap="xs" className={classes.files}>
                <span>{t("file")}</span>
                {(["csv", "jsonl", "openmetrics"] as const).map((format) => (
                  <Anchor key={format} size="xs" href={exportAddress(ask, format)} download>
                    {format}
                  </Anchor>
                ))}
              </Group>
            )}
          </Group>
          {shown === "top" ? (
            <Top words={words} />
          ) : (
            <Lines words={words} each={shown === "each"} onChange={setWords} />
          )}
        </div>
      </div>
    </Page>
  );
}
