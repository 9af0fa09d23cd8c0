import "@mantine/core/styles.layer.css";
import "@/theme/base.css";
import { createRoot } from "react-dom/client";
import { App } from "@/App";
import { tellNonce } from "@/lib/nonce";
import { usePreferences } from "@/state/preferences";
import { startWords } from "@/words/words";

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");
tellNonce();
await startWords(usePreferences.getState().language);
createRoot(place).render(<App />);
