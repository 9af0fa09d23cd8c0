/** Commands as a reader can paste them into a shell. */

/** A command by its words, with what it reads from its standard input. */
export interface CommandWords {
  words: readonly string[];
  input?: string;
}

const PLAIN = /^[\w@%+=:,./-]+$/;
/** What would not be seen, or would be seen as something else: controls, and marks of direction. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Write a command as one line: its words quoted where a shell would read more into them. */
export function shellLine({ words, input = "" }: CommandWords): string {
  const line = words.map(quoted).join(" ");
  return input ? `printf %s ${quoted(input)} | ${line}` : line;
}

/** Quote one word for a POSIX shell; what can't be seen is written out as $'…' has it. */
export function quoted(word: string): string {
  if (PLAIN.test(word)) return word;
  if (UNSEEN.test(word)) return `$'${Array.from(word, escaped).join("")}'`;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

function escaped(letter: string): string {
  if (letter === "\\" || letter === "'") return `\\${letter}`;
  if (letter === "\n") return "\\n";
  if (letter === "\t") return "\\t";
  if (!UNSEEN.test(letter)) return letter;
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
