import { Button, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";
import { dollars } from "@/lib/format";
import type { Drafting } from "../general/useDrafts";
import { tableOf } from "../logic/models";
import type { Setting } from "../logic/settings";
import rows from "../parts/Rows.module.css";
import classes from "./Models.module.css";

const PARTS = ["input", "output", "cached", "kept"] as const;
type Part = (typeof PARTS)[number];
const EMPTY: Record<Part, number | string> = { input: "", output: "", cached: "", kept: "" };

interface PricesProps {
  settings: readonly Setting[];
  drafting: Drafting | null;
}

/** What tokens cost where the server's own table does not know it, or knows it wrong. */
export function Prices({ settings, drafting }: PricesProps) {
  const { t } = useTranslation("settings");
  const prices = [...tableOf(settings, "token_prices")];
  return (
    <Sheet flush title={t("prices.title")} aside={t("prices.aside")}>
      <div className={rows.scroll} tabIndex={0} role="group" aria-label={t("prices.title")}>
        <table className={rows.rows}>
          <thead>
            <tr>
              <th>{t("models.model")}</th>
              {PARTS.map((one) => (
                <th key={one} data-numeric>
                  {t(`prices.${one}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {!prices.length && (
              <tr>
                <td colSpan={5}>{t("prices.none")}</td>
              </tr>
            )}
            {prices.map(([model, price]) => (
              <tr key={model}>
                <td className={rows.mono}>{model}</td>
                {PARTS.map((one) => (
                  <td key={one} data-numeric>
                    {typeof price[one] === "number" ? dollars(price[one]) : "–"}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {drafting && <NewPrice drafting={drafting} />}
    </Sheet>
  );
}

function NewPrice({ drafting }: { drafting: Drafting }) {
  const { t } = useTranslation("settings");
  const [model, setModel] = useState("");
  const [price, setPrice] = useState(EMPTY);
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        for (const one of PARTS)
          if (price[one] !== "")
            drafting.set(`token_prices.${model.trim()}.${one}`, Number(price[one]));
        setModel("");
        setPrice(EMPTY);
      }}
    >
      <TextInput
        label={t("models.model")}
        placeholder="openai/gpt-5-mini"
        value={model}
        onChange={(event) => setModel(event.currentTarget.value)}
        spellCheck={false}
      />
      {PARTS.map((one) => (
        <NumberInput
          key={one}
          label={t(`prices.${one}`)}
          min={0}
          w={110}
          value={price[one]}
          onChange={(value) => setPrice((before) => ({ ...before, [one]: value }))}
        />
      ))}
      <Button
        type="submit"
        variant="default"
        disabled={!/.\/./.test(model) || price.input === "" || price.output === ""}
      >
        {t("another.draft")}
      </Button>
    </form>
  );
}
