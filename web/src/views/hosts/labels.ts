/** Labels as a reader writes them: one a line, `name=value` or a name alone. */

export type Labels = Readonly<Record<string, string>>;

export function written(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => (value ? `${name}=${value}` : name))
    .join("\n");
}

/** Read lines; the last of two with the same name counts. */
export function read(words: string): Labels {
  return Object.fromEntries(
    words
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [name = "", ...value] = line.split("=");
        return [name.trim(), value.join("=").trim()] as const;
      })
      .filter(([name]) => name !== ""),
  );
}

/** Say what has to be changed: a new value, or null for what goes; nothing of what stays. */
export function difference(before: Labels, after: Labels): Record<string, string | null> {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const set = Object.entries(after).filter(
    ([name, value]) => !Object.hasOwn(before, name) || before[name] !== value,
  );
  return { ...Object.fromEntries(gone.map((name) => [name, null])), ...Object.fromEntries(set) };
}
