/** What a reader prefers; kept by the browser. Nothing secret is ever kept there. */
import { create } from "zustand";
import { createJSONStorage, persist } from "zustand/middleware";

export type LanguageName = "en" | "pt";

interface Preferences {
  language: LanguageName;
  setLanguage: (language: LanguageName) => void;
}

function wanted(): LanguageName {
  return navigator.language.toLowerCase().startsWith("pt") ? "pt" : "en";
}

export const usePreferences = create<Preferences>()(
  persist((set) => ({ language: wanted(), setLanguage: (language) => set({ language }) }), {
    name: "hexascope-preferences",
    storage: createJSONStorage(() => localStorage),
  }),
);
