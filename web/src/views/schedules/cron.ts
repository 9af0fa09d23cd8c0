/** Cron expressions in words, where they are of a common sort; the server reads all of them. */

export type CronWords =
  | { kind: "minutes"; every: number }
  | { kind: "hours"; every: number; minute: number }
  | { kind: "daily"; hour: number; minute: number }
  | { kind: "weekly"; hour: number; minute: number; days: number[] }
  | { kind: "monthly"; hour: number; minute: number; day: number | "last" }
  | { kind: "yearly"; hour: number; minute: number; day: number; month: number };

const NAMED: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** Read a cron expression; null where it is of no common sort, or of none. */
export function cronWords(cron: string): CronWords | null {
  const written = cron.trim().toLowerCase();
  const fields = (NAMED[written] ?? written).split(/\s+/);
  const [minutes = "", hours = "", day = "", month = "", weekday = ""] = fields;
  if (fields.length !== 5) return null;
  const anyDay = day === "*" && month === "*" && weekday === "*";
  const minute = one(minutes, 0, 59);
  if (anyDay && hours === "*" && minute === null) {
    const every = step(minutes, 59);
    return every === null ? null : { kind: "minutes", every };
  }
  if (minute === null) return null;
  if (anyDay && step(hours, 23) !== null)
    return { kind: "hours", every: step(hours, 23) ?? 1, minute };
  const hour = one(hours, 0, 23);
  if (hour === null) return null;
  const at = { hour, minute };
  if (anyDay) return { kind: "daily", ...at };
  if (day === "*" && month === "*") {
    const days = daysOf(weekday);
    return days && { kind: "weekly", ...at, days };
  }
  if (weekday !== "*") return null;
  if (month === "*" && day === "l") return { kind: "monthly", ...at, day: "last" };
  const dated = one(day, 1, 31);
  if (dated === null) return null;
  if (month === "*") return { kind: "monthly", ...at, day: dated };
  const named = MONTHS.indexOf(month) + 1 || one(month, 1, 12);
  return named === null ? null : { kind: "yearly", ...at, day: dated, month: named };
}

function one(words: string, least: number, most: number): number | null {
  if (!/^\d{1,2}$/.test(words)) return null;
  const value = Number(words);
  return value >= least && value <= most ? value : null;
}

/** A star is each one; with a slash and a number it is each so-manyth. */
function step(words: string, most: number): number | null {
  if (words === "*") return 1;
  return words.startsWith("*/") ? one(words.slice(2), 1, most) : null;
}

function daysOf(words: string): number[] | null {
  const days = new Set<number>();
  for (const part of words.split(",")) {
    const [from = "", to = from, ...more] = part.split("-");
    const first = dayOf(from);
    const last = dayOf(to);
    if (first === null || last === null || more.length) return null;
    // 7 is Sunday too: 5-7 is Friday to Sunday
    const end = last < first ? last + 7 : last;
    for (let day = first; day <= end; day += 1) days.add(day % 7);
  }
  return [...days].sort((day, other) => day - other);
}

function dayOf(words: string): number | null {
  const named = DAYS.indexOf(words);
  if (named >= 0) return named;
  const value = one(words, 0, 7);
  return value === null ? null : value % 7;
}

/** 03:00 */
export function timeOfDay(hour: number, minute: number): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Name the days of a week in a language: Monday, Friday. */
export function dayNames(days: readonly number[], locale: string): string {
  // 2023-01-01 was a Sunday
  const name = (day: number) =>
    new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(
      Date.UTC(2023, 0, 1 + day),
    );
  return new Intl.ListFormat(locale).format(days.map(name));
}

/** Name a month in a language. */
export function monthName(month: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }).format(
    Date.UTC(2023, month - 1, 1),
  );
}
