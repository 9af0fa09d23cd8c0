import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { queryClient } from "@/api/queries";
import { makeRouter } from "@/router";
import { styleNonce } from "@/lib/nonce";
import { usePreferences } from "@/state/preferences";
import { resolver, theme } from "@/theme/theme";
import { changeLanguage } from "@/words/words";

export function App() {
  const [client] = useState(queryClient);
  const [router] = useState(makeRouter);
  const language = usePreferences((state) => state.language);
  useEffect(() => void changeLanguage(language), [language]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
