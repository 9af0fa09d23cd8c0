/** An authenticator's secret and a browser's name, for people to read. */

const GROUP = 4;

/** Write a secret in groups of four letters, as authenticators show it. */
export function grouped(secret: string): string {
  return (
    secret
      .replace(/\s/g, "")
      .match(new RegExp(`.{1,${GROUP}}`, "g"))
      ?.join(" ") ?? ""
  );
}

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\//, "Firefox"],
  [/\bHeadlessChrome\//, "Chrome"],
  [/\bChrom(e|ium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux|X11/, "Linux"],
];

/** Shorten how a browser names itself: `Firefox, Linux`; what is none stays as it is. */
export function browserName(words: string): string {
  const browser = BROWSERS.find(([sign]) => sign.test(words))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(words))?.[1];
  return browser ? [browser, system].filter(Boolean).join(", ") : words;
}
