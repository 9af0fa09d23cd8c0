/** Names of series: `disk.await{device=vda}`. */

export interface Parts {
  family: string;
  labels: Record<string, string>;
}

/** Take a key apart; a comma belongs to a value unless a label follows it. */
export function partsOf(key: string): Parts {
  const at = key.indexOf("{");
  if (at < 0 || !key.endsWith("}")) return { family: key, labels: {} };
  const labels: Record<string, string> = {};
  for (const one of key.slice(at + 1, -1).split(/,(?=[a-z_]+=)/)) {
    const equals = one.indexOf("=");
    if (equals > 0) labels[one.slice(0, equals)] = one.slice(equals + 1);
  }
  return { family: key.slice(0, at), labels };
}

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Read a moment as the server does: seconds since 1970, or how long ago (`-1h`); null: neither. */
export function secondsOf(words: string, nowS: number): number | null {
  const ago = /^-(\d+(?:\.\d+)?)([smhd])$/.exec(words);
  if (ago) return nowS - Number(ago[1]) * SECONDS[ago[2] as keyof typeof SECONDS];
  if (words === "now") return nowS;
  if (/^\d+(?:\.\d+)?$/.test(words)) return Number(words);
  const at = Date.parse(words);
  return Number.isNaN(at) ? null : at / 1000;
}

/** Write a moment for an address: to the second, and so that people can read it. */
export function momentWord(seconds: number): string {
  return new Date(Math.round(seconds) * 1000).toISOString().replace(".000", "");
}
