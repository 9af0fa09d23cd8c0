/**
 * The sentences of the page. Each view keeps its own in `words/en.json` and `words/pt.json` beside
 * it; its folder's name is its namespace. What all share stands in `words/shared`.
 */
import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "@/lib/format";
import type { LanguageName } from "@/state/preferences";

type Sentences = Record<string, Record<string, unknown>>;

const LANGUAGES: Record<LanguageName, () => Promise<{ default: Sentences }>> = {
  en: () => import("./en"),
  pt: () => import("./pt"),
};

/** Start with a language, and load it. */
export async function startWords(language: LanguageName): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: await sentences(language) },
    defaultNS: "shared",
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  told(language);
  return i18next;
}

/** Speak another language from now on. */
export async function changeLanguage(language: LanguageName): Promise<void> {
  for (const [namespace, words] of Object.entries(await sentences(language)))
    i18next.addResourceBundle(language, namespace, words);
  told(language);
  await i18next.changeLanguage(language);
}

async function sentences(language: LanguageName): Promise<Sentences> {
  return (await LANGUAGES[language]()).default;
}

function told(language: LanguageName): void {
  speak(language);
  document.documentElement.lang = language;
}
