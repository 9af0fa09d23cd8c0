/** Numbers for people: 1.2 GiB, 35 ms, 47%; the same words as the report's, by unit of evidence. */

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const THOUSANDS = ["", "k", "M", "G", "T"] as const;

/** The language that numbers are written in; English has a point, Portuguese a comma. */
let locale = "en";

/** Write numbers and times as a language does from now on. */
export function speak(language: string): void {
  locale = language === "pt" ? "pt-BR" : "en";
}

/** Give the locale in which numbers and times are written. */
export function spoken(): string {
  return locale;
}

/** To make one takes longer than to write a thousand numbers with it, and charts write many. */
const writers = new Map<string, Intl.NumberFormat>();

function writer(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${name}`;
  const known = writers.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  writers.set(key, made);
  return made;
}

function digits(value: number, most: number): string {
  return writer(`digits ${most}`, { maximumSignificantDigits: most }).format(value);
}

function whole(value: number): string {
  return writer("whole", { maximumFractionDigits: 0 }).format(value);
}

/** A plain number: whole ones as they are, others with three significant digits. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "?";
  return Number.isInteger(value) || Math.abs(value) >= 100 ? whole(value) : digits(value, 3);
}

/** A ratio: 0.471 → 47%. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  if (!Number.isFinite(value)) return "?";
  return `${value === 0 || Math.abs(value) >= 10 ? whole(value) : digits(value, 2)}%`;
}

/** Bytes: 1.2 GiB. */
export function size(value: number): string {
  if (!Number.isFinite(value)) return "?";
  let magnitude = Math.abs(value);
  let step = 0;
  while (magnitude >= 1023.5 && step < BINARY.length - 1) {
    magnitude /= 1024;
    step += 1;
  }
  const shown = step === 0 || magnitude >= 99.5 ? whole(magnitude) : digits(magnitude, 3);
  return `${value < 0 ? "-" : ""}${shown} ${BINARY[step] ?? ""}`;
}

function thousands(value: number, from: number): [string, string] {
  let magnitude = Math.abs(value);
  let step = 0;
  while (magnitude >= from && step < THOUSANDS.length - 1) {
    magnitude /= 1000;
    step += 1;
  }
  const shown = magnitude >= 99.5 ? whole(magnitude) : digits(magnitude, 3);
  return [`${value < 0 ? "-" : ""}${shown}`, THOUSANDS[step] ?? ""];
}

/** A rate: 1.2k/s. */
export function perSecond(value: number): string {
  const [shown, step] = thousands(value, 9_999.5);
  return `${shown}${step}/s`;
}

/** The speed of a link: 2.5 Gbit/s. */
export function bitsPerSecond(value: number): string {
  const [shown, step] = thousands(value, 999.5);
  return `${shown} ${step}bit/s`;
}

/** A duration in seconds: 250 µs, 35 ms, 1.5 s, 12 min, 3.4 h, 2.1 d. */
export function seconds(value: number): string {
  const steps = [
    [1e-3, 1e6, "µs"],
    [1, 1e3, "ms"],
    [120, 1, "s"],
    [7_200, 1 / 60, "min"],
    [172_800, 1 / 3_600, "h"],
  ] as const;
  if (!Number.isFinite(value)) return "?";
  if (value === 0) return "0 s";
  const step = steps.find(([limit]) => Math.abs(value) < limit);
  return step ? `${digits(value * step[1], 3)} ${step[2]}` : `${digits(value / 86_400, 3)} d`;
}

/** Dollars: $0.0042, $12.30. */
export function dollars(value: number): string {
  const small = value !== 0 && Math.abs(value) < 0.1;
  const shown = small
    ? digits(value, 2)
    : new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
        value,
      );
  return `$${shown}`;
}

const UNITS: Readonly<Record<string, (value: number) => string>> = {
  ratio: percent,
  bytes: size,
  bytes_per_s: (value) => `${size(value)}/s`,
  bits_per_s: bitsPerSecond,
  per_s: perSecond,
  s: seconds,
  s_per_s: (value) => `${seconds(value)}/s`,
  count: number,
  dollars,
};

/** Write a value in the unit that its evidence names; a missing value is said to be unknown. */
export function inUnit(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "?";
  const write = UNITS[unit];
  return write ? write(value) : `${number(value)} ${unit.replaceAll("_", " ")}`.trim();
}
