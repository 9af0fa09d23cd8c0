/** What specialists answer, with the proof below it: of conversations, tasks and trials alike. */

export interface Proof {
  key: string;
  value: number | string;
  unit: string;
  /** Where it was read, such as `/proc/pressure/cpu`. */
  source: string;
}

export type Ruling = "proven" | "hypothesis" | "estimate" | "no_claim";

export interface Sentence {
  words: string;
  ruling: string;
  /** The evidence that it rests on. */
  keys: string[];
}

/** What was not published, with the reason. */
export interface Struck {
  role: string;
  words: string;
  ruling: string;
  reason: string;
}

export interface Reply {
  role: string;
  /** `rules`, or the model that spoke. */
  voice: string;
  sentences: Sentence[];
  proofs: Proof[];
  struck: Struck[];
  /** Why nothing was answered; empty where something was. */
  absent: string;
}

export interface Turn {
  time: string;
  question: string;
  replies: Reply[];
  notes: string[];
  seconds: number;
  calls: number;
  tokens: number;
  /** null: no price is known. */
  dollars: number | null;
}

const RULINGS: readonly string[] = ["proven", "hypothesis", "estimate", "no_claim"];

/** Tell which of the known rulings one is; what is not known is not called proven. */
export function rulingOf(words: string): Ruling {
  return RULINGS.includes(words) ? (words as Ruling) : "no_claim";
}

/** Tell whether rules alone answered. */
export function byRules(turn: Turn): boolean {
  return turn.calls === 0 && turn.replies.every((one) => one.voice === "rules");
}

/** Give the proofs of a sentence, in the order in which it names them. */
export function proofsOf(sentence: Sentence, reply: Reply): Proof[] {
  const by = new Map(reply.proofs.map((one) => [one.key, one]));
  return sentence.keys.flatMap((key) => by.get(key) ?? []);
}

/** Give the proofs that no published sentence names. */
export function otherProofs(reply: Reply): Proof[] {
  const named = new Set(reply.sentences.flatMap((one) => one.keys));
  return reply.proofs.filter((one) => !named.has(one.key));
}

interface Written {
  value: (proof: Proof) => string;
  role: (name: string) => string;
}

/** Write a turn as Markdown: the question, who answered, each sentence, and its evidence. */
export function turnMarkdown(turn: Turn, write: Written): string {
  const parts = turn.replies.map((reply) => replyMarkdown(reply, write));
  return [`## ${inLine(turn.question)}`, ...parts].join("\n\n") + "\n";
}

export function replyMarkdown(reply: Reply, write: Written): string {
  const lines = reply.sentences.map((one) => {
    const proofs = proofsOf(one, reply).map((proof) => `  - ${proofMarkdown(proof, write)}`);
    return [`- ${inLine(one.words)}`, ...proofs].join("\n");
  });
  const struck = reply.struck.map((one) => `- ~~${inLine(one.words)}~~ (${inLine(one.reason)})`);
  const absent = reply.absent ? [`_${inLine(reply.absent)}_`] : [];
  return [
    `### ${write.role(reply.role)} (${reply.voice})`,
    "",
    ...absent,
    ...lines,
    ...struck,
  ].join("\n");
}

function proofMarkdown(proof: Proof, write: Written): string {
  return `\`${proof.key.replaceAll("`", "'")}\` = ${write.value(proof)} (${inLine(proof.source)})`;
}

function inLine(words: string): string {
  return words.replace(/\s+/g, " ").trim();
}
