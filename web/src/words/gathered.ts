/** Give the sentences of all folders by namespace: `../views/hosts/words/en.json` is `hosts`. */
export function gathered(files: Record<string, unknown>): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, words]) => {
      const parts = path.split("/");
      const namespace = parts.at(-2) === "words" ? parts.at(-3) : parts.at(-2);
      return [namespace ?? path, words as Record<string, unknown>];
    }),
  );
}
